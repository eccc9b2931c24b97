"""The line in front of the engine."""

import threading
import time

import pytest

from app.domain.errors import Overloaded
from app.generation.llama.turns import ReaderLeft, Turns


def wait_until(true: object) -> None:
    ends = time.monotonic() + 10
    while not true():  # type: ignore[operator]
        assert time.monotonic() < ends
        time.sleep(0.005)


def stand(turns: Turns, took: list[int], number: int, left: threading.Event) -> threading.Thread:
    def wait() -> None:
        try:
            with turns.mine(10, left.is_set):
                took.append(number)
        except ReaderLeft:
            took.append(-number)

    before = turns.waiting
    thread = threading.Thread(target=wait)
    thread.start()
    wait_until(lambda: turns.waiting == before + 1)
    return thread


def test_first_come_first_served() -> None:
    turns = Turns(8, guess=1)
    took: list[int] = []
    with turns.mine(1):
        threads = [stand(turns, took, n, threading.Event()) for n in range(1, 9)]
        assert took == []
    for thread in threads:
        thread.join()
    assert took == list(range(1, 9))


def test_one_too_many_is_told_when_to_come_again() -> None:
    turns = Turns(2, guess=30)
    took: list[int] = []
    with turns.mine(1):
        threads = [stand(turns, took, n, threading.Event()) for n in (1, 2)]
        with pytest.raises(Overloaded, match="2 more in line") as told, turns.mine(1):
            pass
    assert told.value.retry_after == 90
    for thread in threads:
        thread.join()


def test_how_long_to_wait_is_learnt_from_the_last_turns() -> None:
    turns = Turns(0, guess=500)
    with turns.mine(1):
        pass
    with turns.mine(1), pytest.raises(Overloaded) as told, turns.mine(1):
        pass
    assert told.value.retry_after == 1


def test_whoever_leaves_frees_the_place() -> None:
    turns = Turns(1, guess=1)
    took: list[int] = []
    gone = threading.Event()
    with turns.mine(1):
        first = stand(turns, took, 1, gone)
        gone.set()
        first.join()
        assert took == [-1]
        second = stand(turns, took, 2, threading.Event())
    second.join()
    assert took == [-1, 2]


def test_who_leaves_just_as_the_turn_comes_passes_it_on() -> None:
    turns = Turns(2, guess=1)
    took: list[int] = []
    gone = threading.Event()
    with turns.mine(1):
        first = stand(turns, took, 1, gone)
        second = stand(turns, took, 2, threading.Event())
        gone.set()
    first.join()
    second.join()
    assert took[-1] == 2


def test_an_answer_that_goes_on_is_next_and_never_one_too_many() -> None:
    turns = Turns(1, guess=1)
    took: list[int] = []

    def go_on() -> None:
        with turns.mine(10, again=True):
            took.append(0)

    with turns.mine(1):
        first = stand(turns, took, 1, threading.Event())
        again = threading.Thread(target=go_on)
        again.start()
        wait_until(lambda: turns.waiting == 2)
    first.join()
    again.join()
    assert took == [0, 1]


def test_waiting_has_an_end() -> None:
    turns = Turns(1, guess=1)
    with turns.mine(1), pytest.raises(Overloaded), turns.mine(0.1):
        pass
    assert turns.waiting == 0


def test_a_turn_that_ends_in_an_error_is_passed_on() -> None:
    turns = Turns(1, guess=1)
    with pytest.raises(ZeroDivisionError), turns.mine(1):
        raise ZeroDivisionError
    with turns.mine(1):
        pass
