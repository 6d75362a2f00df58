"""What trainers set up for a room: drills at certain hours, the weekly summary, the leaderboard."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

from actions.phrases import phrase
from actions.records import Drill
from actions.records.store import now
from bot.chats import weekly
from bot.chats.accounts import Account
from bot.chats.commands import Command
from bot.chats.forms import LEVELS
from bot.chats.heard import Heard
from bot.chats.office import Office
from bot.chats.post import Button, Buttons, Facts, Heading, Part, Post, Words
from bot.chats.rooms import Room
from bot.chats.schedules import HOME, LATE, Schedule, Schedules, next_time
from bot.chats.team import Team
from bot.chats.words import words

WEEK = timedelta(days=7)
LISTED = 15  # schedules of a room
WEEKLY_ON = ("mon", 9, 0)  # day, hour and minute of the summary, in the room's time zone


class Trainer:
    """Carries out what a trainer orders.

    Args:
        team: starts the drills.
        schedules: when to.
    """

    def __init__(self, team: Team, schedules: Schedules) -> None:
        self._team = team
        self._office: Office = team.office
        self._schedules = schedules

    def order(self, heard: Heard, room: Room, account: Account, command: Command) -> None:
        """Schedules, or switches the summary or the leaderboard."""
        if command.name == "schedule" and command.wish:
            self._schedule(heard, room, account, command)
        elif command.name == "schedule":
            self._list(heard, room)
        elif command.switch:
            on = command.switch == "on"
            self._office.rooms.change(room.id, **{command.name: on, "told_at": now()})
            key = f"{command.name}_{command.switch}"
            self._say(heard, room, Words(words(room.language, key)))

    def look(self, heard: Heard, room: Room, account: Account, command: Command) -> None:
        """Shows the week so far to whoever wants to see it."""
        parts = self._summary(room, ranking=command.name == "ranking" or room.ranking)
        empty = Words(words(account.language, "week_empty"))
        key = f"{heard.key} look"
        shown = tuple(parts or [empty])
        self._office.post(Post(key, "whisper", heard.place, shown, user=account.user))

    def _say(self, heard: Heard, room: Room, *parts: Part) -> None:
        self._office.post(Post(f"{heard.key} order", "room", room.place, parts))

    # Schedules

    def _schedule(self, heard: Heard, room: Room, account: Account, command: Command) -> None:
        language = room.language
        if not command.days or command.hour < 0:
            self._say(heard, room, Words(words(language, "schedule_how")))
            return
        zone = account.timezone or room.timezone or HOME
        when = (command.days, command.hour, command.minute)
        schedule = Schedule(
            id=self._office.new_drill_id(heard),
            room_id=room.id,
            trainee_id=account.trainee_id,
            days=command.days,
            hour=command.hour,
            minute=command.minute,
            timezone=zone,
            story=command.story,
            mode=command.mode,
            language=language,
            next_at=next_time(*when, zone, now()),
        )
        self._schedules.add(schedule)
        text = words(language, "scheduled", what=self._told(schedule, language))
        self._say(heard, room, Words(text), Buttons((self._cancel(schedule, language),)))

    def _list(self, heard: Heard, room: Room) -> None:
        language = room.language
        found = self._schedules.of(room.id)
        if not found:
            nothing = Words(words(language, "schedule_none"))
            self._say(heard, room, nothing, Words(words(language, "schedule_how")))
            return
        parts: list[Part] = []
        for schedule in found[:LISTED]:
            parts.append(Words(self._told(schedule, language)))
            parts.append(Buttons((self._cancel(schedule, language),)))
        self._say(heard, room, *parts)

    def cancel(self, heard: Heard, room: Room, schedule_id: str) -> None:
        """Forgets a schedule of the room."""
        if schedule_id in [schedule.id for schedule in self._schedules.of(room.id)]:
            self._schedules.remove(schedule_id)
        self._say(heard, room, Words(words(room.language, "schedule_cancelled")))

    def run(self, heard: Heard, schedule: Schedule) -> None:
        """Starts a scheduled drill, and sets the next time."""
        room = self._office.rooms.get(schedule.room_id)
        account = self._office.accounts.of(schedule.trainee_id, room.place)
        story = self.next_level(room) if schedule.story == LEVELS else schedule.story
        is_late = now() - schedule.next_at > LATE
        if account and story and not is_late and self._office.is_trainer(account):
            said = self._team.start(heard, room, account, story, schedule.mode)
            if said:
                self._say(heard, room, Words(said.text))
        self._schedules.ran(schedule)

    def next_level(self, room: Room) -> str:
        """The easiest customer this room has not sent away content; the easiest, if all are."""
        settled = {drill.story for drill in self._drills(room) if drill.ending == "content"}
        stories = self._office.stories()
        return next((name for name in stories if name not in settled), next(iter(stories), ""))

    def _cancel(self, schedule: Schedule, language: str) -> Button:
        value = {"act": "cancel", "schedule": schedule.id, "team": True}
        return Button(words(language, "button_cancel"), value)

    def _told(self, schedule: Schedule, language: str) -> str:
        story = self._office.stories().get(schedule.story)
        at = schedule.next_at.astimezone(ZoneInfo(schedule.timezone))
        return words(
            language,
            "schedule",
            days=_days(schedule.days, language),
            time=f"{schedule.hour}:{schedule.minute:02}",
            story=story.title if story else words(language, "level_by_level"),
            mode=words(language, f"mode_{schedule.mode}"),
            next=f"{at:%Y-%m-%d %H:%M}",
            zone=schedule.timezone,
        )

    # The weekly summary

    def is_due(self, room: Room) -> bool:
        """Whether it is time for a room's summary."""
        day, hour, minute = WEEKLY_ON
        return room.weekly and next_time(day, hour, minute, room.timezone, room.told_at) <= now()

    def sum_up(self, heard: Heard, room: Room) -> None:
        """Posts the week's summary; nothing after a week without a drill."""
        parts = self._summary(room, ranking=room.ranking)
        if parts:
            self._say(heard, room, *parts)
        self._office.rooms.change(room.id, told_at=now())

    def _drills(self, room: Room) -> list[Drill]:
        records = self._office.records
        threads = self._office.rooms.threads_of(room.id)
        found = [records.drill(thread.drill_id) for thread in threads]
        return [drill for drill in found if drill]

    def _summary(self, room: Room, *, ranking: bool) -> list[Part]:
        drills, records = self._drills(room), self._office.records
        since = now() - WEEK
        played = [
            weekly.Played(drill, records.turns(drill.id))
            for drill in drills
            if drill.opened_at >= since
        ]
        earlier = [
            weekly.Played(drill, records.turns(drill.id))
            for drill in drills
            if since - WEEK <= drill.opened_at < since
        ]
        week = weekly.week_of(played, earlier)
        return self._told_week(week, room.language, ranking=ranking) if week else []

    def _told_week(self, week: weekly.Week, language: str, *, ranking: bool) -> list[Part]:
        endings = words(language, "comma").join(
            words(language, "week_ending", count=count, ending=words(language, f"ending_{ending}"))
            for ending, count in week.endings.most_common()
        )
        about = words(language, "week_about", drills=week.drills, replies=week.replies)
        parts: list[Part] = [Heading(words(language, "week")), Words(about)]
        if endings:
            parts.append(Words(endings))
        parts.append(Facts(tuple(self._scale(week, scale, language) for scale in week.scales)))
        if week.best:
            name = self._team.name(week.best.trainee_id)
            text = words(language, "week_best", name=name, reply=week.best.reply)
            parts.append(Words(text, "good"))
        if week.habit:
            habit = phrase(language, f"habit_{week.habit}")
            parts.append(Words(words(language, "week_habit", habit=habit), "bad"))
        if ranking and week.ranks:
            parts.append(Heading(words(language, "ranking")))
            parts += [
                Words(
                    words(
                        language,
                        "rank",
                        place=place,
                        name=self._team.name(rank.trainee_id),
                        calmed=f"{rank.calmed:.1f}",
                        replies=rank.replies,
                    )
                )
                for place, rank in enumerate(week.ranks, 1)
            ]
        return parts

    def _scale(self, week: weekly.Week, scale: str, language: str) -> tuple[str, str]:
        value = f"{week.scales[scale]:.1f}"
        if scale in week.changes:
            change = f"{week.changes[scale]:+.1f}".replace("-", "−")
            value = words(language, "week_change", value=value, change=change)
        return words(language, f"scale_{scale}"), value


def _days(days: str, language: str) -> str:
    if days in ("*", "mon-fri"):
        return words(language, "every_day" if days == "*" else "work_days")
    names = [words(language, f"day_{day}") for day in days.split(",")]
    return words(language, "on_days", days=words(language, "comma").join(names))
