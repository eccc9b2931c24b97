from app.generation.llama.restarts import Restarts


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_an_engine_that_ends_at_every_start_is_left_alone_for_a_while() -> None:
    clock = Clock()
    restarts = Restarts(most=3, window=300, rest=120, clock=clock)
    for _ in range(2):
        restarts.ended("crash")
        assert restarts.rests == 0
        clock.now += 10
    restarts.ended("the last crash")
    assert restarts.rests == 120
    assert restarts.why == "the last crash"
    clock.now += 121
    assert restarts.rests == 0
    restarts.ended("again")
    assert restarts.rests == 120


def test_an_engine_that_ends_now_and_then_is_always_started_again() -> None:
    clock = Clock()
    restarts = Restarts(most=3, window=300, rest=120, clock=clock)
    for _ in range(10):
        restarts.ended("crash")
        assert restarts.rests == 0
        clock.now += 200
