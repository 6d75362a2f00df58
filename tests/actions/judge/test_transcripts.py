"""Written chats in, one line a reply out."""

import json
from pathlib import Path

import pytest

from actions.judge.judge import Judge
from actions.judge.transcripts import BadTranscriptError, judge_file
from actions.judge.verdict import MOVES

CHAT = {
    "id": "real-1",
    "customer": "shop",
    "briefing": "网店",
    "turns": [
        {"customer": "鞋码发错了！", "trainee": "亲，非常抱歉，我这就给您补发一双，今天寄出。"},
        {"customer": "那这双呢", "trainee": ""},
    ],
}


def write(path: Path, *lines: str) -> Path:
    path.write_text("\n".join(lines), "utf-8")
    return path


def test_one_line_a_reply(judge: Judge, tmp_path: Path) -> None:
    file = write(tmp_path / "chats.jsonl", json.dumps(CHAT, ensure_ascii=False), "")
    lines = list(judge_file(judge, file))
    assert [(line["id"], line["turn"]) for line in lines] == [("real-1", 0), ("real-1", 1)]
    assert set(lines[0]) == {
        *("id", "turn", "empathy", "clarity", "rigidity", "effect", "moves", "flags")
    }
    for label, words in lines[0]["moves"]:
        assert label in MOVES
        assert words in CHAT["turns"][0]["trainee"]  # type: ignore[index]
    json.dumps(lines)


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("{", "not JSON"),
        ("[]", "not an object"),
        ('{"id": "x", "turns": []}', "'turns' is missing"),
        ('{"id": 7, "turns": [{}]}', "'id' is not text"),
        ('{"turns": [5]}', "turn 1 is not an object"),
        ('{"turns": [{"customer": "喂"}]}', "no text in 'trainee'"),
    ],
)
def test_a_bad_line_says_where_and_what(
    judge: Judge, tmp_path: Path, line: str, wrong: str
) -> None:
    file = write(tmp_path / "chats.jsonl", json.dumps(CHAT), line)
    with pytest.raises(BadTranscriptError, match=wrong) as error:
        list(judge_file(judge, file))
    assert "chats.jsonl:2" in str(error.value)
