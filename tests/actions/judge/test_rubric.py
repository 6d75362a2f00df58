"""The rubric file: covers every sign, and says what is wrong with it."""

from pathlib import Path

import pytest
import yaml

from actions.judge.rubric import STANDARD, BadRubricError, Rubric


def broken(tmp_path: Path, change: object) -> Path:
    value = yaml.safe_load(STANDARD.read_text("utf-8"))
    value["criteria"]["feeling_first"].update(change)
    path = tmp_path / "rubric.yml"
    path.write_text(yaml.safe_dump(value, allow_unicode=True), "utf-8")
    return path


def test_the_standard_rubric_is_sound() -> None:
    rubric = Rubric.load()
    for key, criterion in rubric.criteria.items():
        assert rubric.wording(key, "zh").says
        assert rubric.wording(key, "en").advice
        assert rubric.source(key).title == rubric.documents[criterion.source.document].title


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({"weight": 7}, "weight"),
        ({"dimension": "charm"}, "dimension"),
        ({"seen_in": {"moves": ["hugs"]}}, "'hugs' is no move"),
        ({"source": {"document": "nowhere", "section": "1"}}, "'nowhere' is not under documents"),
        ({"colour": "red"}, "colour"),
        (
            {"seen_in": {"moves": ["refuses"]}},
            "feeling_first is good and cannot be seen in refuses",
        ),
        ({"good": False}, "feeling_first is bad and cannot be seen in acknowledges_feeling"),
    ],
)
def test_a_wrong_rubric_says_where(tmp_path: Path, change: object, wrong: str) -> None:
    with pytest.raises(BadRubricError, match=wrong):
        Rubric.load(broken(tmp_path, change))


def test_a_missing_or_unreadable_rubric(tmp_path: Path) -> None:
    with pytest.raises(BadRubricError, match="put the rubric there"):
        Rubric.load(tmp_path / "none.yml")
    (tmp_path / "odd.yml").write_text("a: [")
    with pytest.raises(BadRubricError, match="not YAML"):
        Rubric.load(tmp_path / "odd.yml")


@pytest.mark.parametrize(
    "taught",
    [
        *("陷阱：不顾对方话里的细节", "陷阱：功利心太重", "陷阱：只想证明自己"),
        *("要命之一", "要命之二", "要命之三", "要命之四"),
        *("前提1", "前提2", "前提3", "前提4", "前提5", "前提6"),
        *("信息收集", "需求探索", "有效倾听", "建议方案", "承诺质量", "确认执行"),
        *("真诚", "准确、及时", "不死守标准", "留住客户的颜面", "不被客户的情绪牵走", "不躺枪"),
    ],
)
def test_what_the_documents_teach_is_covered(taught: str) -> None:
    sections = [criterion.source.section for criterion in Rubric.load().criteria.values()]
    assert any(taught in section for section in sections)
