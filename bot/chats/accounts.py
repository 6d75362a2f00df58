"""People of the chat platforms and the trainees they are."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import and_, select, update
from sqlalchemy.engine import Engine

from actions.records import Records
from actions.records.store import new_id
from bot.chats.heard import Place
from bot.chats.platform import Person
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
        """Gets to know somebody.

        Whoever has the same e-mail address, vouched for, is the same trainee; else they are
        a new one.
        """
        name = person.name.strip()[:LONGEST_NAME] or "?"
        same = self._one(accounts.c.email == person.email.lower()) if person.email else None
        account = Account(
            id=new_id(),
            channel=place.channel,
            tenant=place.tenant,
            user=user,
            trainee_id=same.trainee_id if same else self._records.add_trainee(name).id,
            name=name,
            email=person.email.lower(),
            language="en" if person.locale.lower().startswith("en") else "zh",
            timezone=person.timezone,
            room=place.room if place.direct else "",
            via=place.via,
        )
        with self._db.begin() as db:
            db.execute(accounts.insert().values(**vars(account)))
        return account

    def met_at(self, account: Account, place: Place) -> None:
        """Remembers where somebody is reached directly."""
        reached = {"room": place.room if place.direct else account.room, "via": place.via}
        if reached != {"room": account.room, "via": account.via}:
            with self._db.begin() as db:
                db.execute(update(accounts).where(accounts.c.id == account.id).values(**reached))

    def become(self, account_id: str, trainee_id: str) -> None:
        """Makes an account another trainee's."""
        with self._db.begin() as db:
            db.execute(
                update(accounts).where(accounts.c.id == account_id).values(trainee_id=trainee_id)
            )

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
