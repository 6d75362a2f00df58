"""The line to Rasa from inside its own process."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from rasa.core.channels.channel import CollectingOutputChannel, UserMessage

from bot.chats.desk import UnreachableError
from bot.said import Said, parts

PATIENCE = 30.0  # seconds

OnNewMessage = Callable[[UserMessage], Awaitable[Any]]


class Line:
    """Sends messages to Rasa from the host's threads.

    What Rasa says is collected: were it sent to the platform while Rasa speaks, a platform that
    does not answer would lose the turn.

    Args:
        channel: slack or teams.
        on_new_message: Rasa's own entry.
        loop: the loop it runs in.
    """

    def __init__(
        self, channel: str, on_new_message: OnNewMessage, loop: asyncio.AbstractEventLoop
    ) -> None:
        self._channel = channel
        self._on_new_message = on_new_message
        self._loop = loop

    def send(self, conversation: str, message: str, about: Mapping[str, object]) -> list[Said]:
        """Sends typed words (made safe by `as_typed`) or a payload; waits for what is said.

        Args:
            conversation: the drill's id, or a person's outside a drill.
            message: the words or the payload.
            about: trainee, language and, where there is one, drill, turn, message, mode, words.

        Raises:
            UnreachableError: if nothing came back.
        """
        collected = CollectingOutputChannel()
        heard = UserMessage(
            message,
            collected,
            conversation,
            input_channel=self._channel,
            metadata={"channel": self._channel, **about},
        )
        future = asyncio.run_coroutine_threadsafe(self._pass_on(heard), self._loop)
        try:
            future.result(PATIENCE)
        except Exception as error:
            future.cancel()
            raise UnreachableError(str(error)) from error
        if not (said := parts(collected.messages)):
            raise UnreachableError("Rasa said nothing")
        return said

    async def _pass_on(self, heard: UserMessage) -> None:
        await self._on_new_message(heard)
