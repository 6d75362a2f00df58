"""Puts a platform's desk together."""

from __future__ import annotations

import asyncio

from actions.judge.rubric import Rubric
from actions.records import Records
from actions.settings import Settings
from actions.story import Library
from bot.channels.settings import ChannelSettings
from bot.chats.accounts import Accounts
from bot.chats.desk import Desk
from bot.chats.host import ChatHost
from bot.chats.inbox import Inbox
from bot.chats.line import Line, OnNewMessage
from bot.chats.office import Office
from bot.chats.outbox import Outbox
from bot.chats.platform import Platform
from bot.chats.rooms import Rooms


def desk_for(platform: Platform, on_new_message: OnNewMessage) -> Desk:
    """The desk of a platform; to be called in Rasa's running loop.

    Args:
        platform: the connection to it.
        on_new_message: Rasa's own entry for what a channel hears.
    """
    settings, channel = Settings(), platform.name
    records = Records(settings.records_url)
    outbox = Outbox(records.db, channel)
    office = Office(
        settings=settings,
        channels=ChannelSettings.of(settings.home),
        records=records,
        accounts=Accounts(records),
        rooms=Rooms(records.db, channel),
        outbox=outbox,
        library=Library(settings.stories),
        rubric=Rubric.load(settings.rubric),
        rasa=Line(channel, on_new_message, asyncio.get_running_loop()),
    )
    return Desk(platform, ChatHost(office, channel), Inbox(records.db, channel), outbox)
