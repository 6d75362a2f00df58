"""People of the chat platforms and the trainees they are."""

from __future__ import annotations

from dataclasses import dataclass, replace
from zoneinfo import available_timezones

from sqlalchemy import and_, select, update
from sqlalchemy.engine import Engine
from sqlalchemy.exc import IntegrityError

from actions.records import Records, Trainee
from actions.records.store import new_id, now
from actions.records.tables import trainees
from bot.chats.heard import Place
from bot.chats.platform import NAMELESS, Person
from bot.chats.tables import accounts

LONGEST_NAME = 40  # characters, as on the page that asks for one


@dataclass(frozen=True)
class Account:
    """Somebody on a chat platform.

    Args:
        tenant: their organisation there.
        user: the platform's id of them.
        email: vouched for by the organisation, "" if it isn't.
        language: "zh" or "en".
        timezone: IANA name, "" if unknown.
        room: their direct conversation with the bot, "" until there is one.
        via: as `Place.via`.
    """

    id: str
    channel: str
    tenant: str
    user: str
    trainee_id: str
    name: str
    email: str
    language: str
    timezone: str
    room: str
    via: str

    @property
    def direct(self) -> Place:
        """Their direct conversation with the bot."""
        return Place(self.channel, self.tenant, self.room, direct=True, via=self.via)


class Accounts:
    """The accounts of all channels.

    Args:
        records: the records the trainees are in.
    """

    def __init__(self, records: Records) -> None:
        self._records = records
        self._db: Engine = records.db

    def at(self, place: Place, user: str) -> Account | None:
        """The account of somebody who did something there."""
        return self._one(_same(place, user))

    def get(self, account_id: str) -> Account | None:
        """The account with this id."""
        return self._one(accounts.c.id == account_id)

    def of(self, trainee_id: str, place: Place) -> Account | None:
        """The account of a trainee in the organisation of a place."""
        return self._one(
            and_(
                accounts.c.trainee_id == trainee_id,
                accounts.c.channel == place.channel,
                accounts.c.tenant == place.tenant,
            )
        )

    def add(self, place: Place, user: str, person: Person) -> Account:
        """Gets to know somebody, or to know them better.

        Whoever has the same e-mail address, vouched for, is the same trainee; else they are
        a new one.
        """
        if known := self.at(place, user):
            return self._better(known, person)
        name = person.name.strip()[:LONGEST_NAME] or NAMELESS
        same = self._one(accounts.c.email == person.email.lower()) if person.email else None
        trainee_id = same.trainee_id if same else new_id()
        account = Account(
            id=new_id(),
            channel=place.channel,
            tenant=place.tenant,
            user=user,
            trainee_id=trainee_id,
            name=name,
            email=person.email.lower(),
            language="en" if person.locale.lower().startswith("en") else "zh",
            timezone=person.timezone if person.timezone in available_timezones() else "",
            room=place.room if place.direct else "",
            via=place.via,
        )
        try:
            with self._db.begin() as db:
                if same is None:
                    new = {"id": trainee_id, "name": name, "joined_at": now()}
                    db.execute(trainees.insert().values(**new))
                db.execute(accounts.insert().values(**vars(account)))
        except IntegrityError:  # their first two messages at once
            if (known := self.at(place, user)) is None:
                raise
            return known
        return account

    def _better(self, known: Account, person: Person) -> Account:
        name = person.name.strip()[:LONGEST_NAME] or known.name
        better = replace(known, name=name, email=person.email.lower() or known.email)
        if better != known:
            with self._db.begin() as db:
                this = accounts.c.id == known.id
                db.execute(update(accounts).where(this).values(name=name, email=better.email))
            if self._records.trainee(known.trainee_id) == Trainee(known.trainee_id, known.name):
                self._records.rename_trainee(known.trainee_id, name)
        return better

    def met_at(self, account: Account, place: Place) -> None:
        """Remembers where somebody is reached directly."""
        room = place.room if place.direct and place.room else account.room
        reached = {"room": room, "via": place.via}
        if reached != {"room": account.room, "via": account.via}:
            with self._db.begin() as db:
                db.execute(update(accounts).where(accounts.c.id == account.id).values(**reached))

    def _one(self, condition) -> Account | None:  # type: ignore[no-untyped-def]  # noqa: ANN001
        with self._db.connect() as db:
            row = db.execute(select(accounts).where(condition)).first()
        return Account(**row._mapping) if row else None


def _same(place: Place, user: str):  # type: ignore[no-untyped-def]  # noqa: ANN202
    return and_(
        accounts.c.channel == place.channel,
        accounts.c.tenant == place.tenant,
        accounts.c.user == user,
    )
