"""Text recognition by RapidOCR, with the models that come inside its package.

The only file that knows it; the optional extra `ocr` installs it. The models are named by their
path, since RapidOCR fetches those that it has to look for. Chosen over Tesseract, measured on 232
made-up numbers a page: on noisy scans (300 dpi, turned by 1.5 degrees) 2 wrong against 16.
"""

import threading
from functools import cache
from importlib.util import find_spec
from itertools import accumulate
from pathlib import Path
from typing import Any, Final

import numpy as np

from ingest.sources.recognition import Picture, Recognised, Recogniser, Seen, SeenLine

_DETECTED_AT: Final = 960
"""Pixels of the longer side when lines are looked for; they are read at full size. At 2,200 the
same pages took 1.6 times as long and 300 MB more, and came out alike."""
_LEVEL: Final = 0.1
"""Degrees; less is not worth turning the picture for."""
_STEP: Final = 0.1
_STEPS: Final = 8
"""Of the angle, to either side of what the lines' boxes tell, which are coarse."""
_SURE_ENOUGH: Final = 0.9
"""Below this a page may lie upside down; pages that can be used at all stand above 0.97."""
_TALL: Final = 1.5
_one_at_a_time = threading.Lock()


def installed() -> Recogniser | None:
    """The recogniser, or None where the extra `ocr` is not installed; loads nothing."""
    wanted = ("rapidocr", "onnxruntime", "cv2")
    return RapidRecogniser() if all(find_spec(name) for name in wanted) else None


class RapidRecogniser:
    """PP-OCRv6 (small) on the processor, on one core: files are read side by side."""

    version = 1

    def read(self, picture: Picture) -> Recognised:
        with _one_at_a_time:
            found = _look(picture)
            lines = sum(len(line.text) > 2 for line in found)  # of one letter nothing is told
            tall = sum(line.tall for line in found if len(line.text) > 2)
            if lines and tall * 2 > lines:
                found, picture = _surest(picture, (1, 3))
            elif found and _mean(found) < _SURE_ENOUGH:
                found, picture = _surest(picture, (0, 2))
        return _levelled(picture, found)


class _Run:
    """One line as the engine tells it: corners in pixels from the upper left one, clockwise."""

    def __init__(self, corners: Any, text: str, score: float, pieces: Any) -> None:
        self.corners: np.ndarray[Any, np.dtype[np.float64]] = np.asarray(corners, dtype=float)
        self.text = text
        self.score = float(score)
        self.pieces = pieces
        across, down = self.corners[1] - self.corners[0], self.corners[3] - self.corners[0]
        self.width, self.height = float(np.hypot(*across)), float(np.hypot(*down))
        self.tall = self.height > _TALL * self.width
        self.angle = float(np.degrees(np.arctan2(across[1], across[0])))

    def words(self, turn: Any) -> tuple[Seen, ...]:
        """Its words; the engine cuts some of them in two (`mg`, `/kg`), and may leave some out."""
        pieces = [(str(text), float(score), box) for text, score, box in self.pieces or ()]
        letters = "".join(self.text.split())
        if "".join("".join(text.split()) for text, _, _ in pieces) != letters:
            pieces = [(self.text, self.score, self.corners)]
        places: list[tuple[float, float, float]] = []
        for text, score, box in pieces:
            corners = turn(np.asarray(box, dtype=float))
            left, right = corners[:, 0].min(), corners[:, 0].max()
            step = (right - left) / max(len(text), 1)
            places += [
                (left + at * step, left + (at + 1) * step, score)
                for at, letter in enumerate(text)
                if not letter.isspace()
            ]
        middle = float(turn(self.corners)[:, 1].mean())
        top, bottom = middle - self.height / 2, middle + self.height / 2
        words = self.text.split()
        ends = list(accumulate(len(word) for word in words))
        return tuple(
            Seen(
                word,
                float(min(left for left, _, _ in mine)),
                float(max(right for _, right, _ in mine)),
                top,
                bottom,
                min(score for _, _, score in mine),
            )
            for word, end in zip(words, ends, strict=True)
            if (mine := places[end - len(word) : end])
        )


def _look(picture: Picture) -> list[_Run]:
    told = _engine()(np.ascontiguousarray(picture))
    if told.txts is None or told.boxes is None:
        return []
    words = told.word_results if len(told.word_results or ()) == len(told.txts) else None
    return [
        _Run(corners, text, score, words[at] if words else None)
        for at, (corners, text, score) in enumerate(
            zip(told.boxes, told.txts, told.scores, strict=True)
        )
        if text.strip()
    ]


def _surest(picture: Picture, quarters: tuple[int, ...]) -> tuple[list[_Run], Picture]:
    """Of the picture turned by so many quarters, the one that reads best."""
    turned = [np.rot90(picture, quarter) for quarter in quarters]
    read = [(_look(one), one) for one in turned]
    return max(read, key=lambda one: _mean(one[0]))


def _mean(found: list[_Run]) -> float:
    letters = sum(len(line.text) for line in found)
    return sum(line.score * len(line.text) for line in found) / letters if letters else 0.0


def _levelled(picture: Picture, found: list[_Run]) -> Recognised:
    """The lines as they stand once the picture is turned by the angle that they run at."""
    long = [line.angle for line in found if line.width > 5 * line.height]
    angle = _sharpest(picture, float(np.median(long))) if long else 0.0
    if abs(angle) < _LEVEL:
        lines = (SeenLine(line.words(lambda corners: corners), line.score) for line in found)
        return Recognised(picture, tuple(line for line in lines if line.words))
    turned, matrix = _turned(picture, angle)
    lines = (
        SeenLine(line.words(lambda corners: corners @ matrix[:, :2].T + matrix[:, 2]), line.score)
        for line in found
    )
    return Recognised(turned, tuple(line for line in lines if line.words))


def _sharpest(picture: Picture, about: float) -> float:
    """The angle near `about` at which rows of ink and white part best (the projection profile)."""
    import cv2  # comes with RapidOCR, and takes a while to load

    half = np.asarray(cv2.resize(picture, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA))
    near = [about + step * _STEP for step in range(-_STEPS, _STEPS + 1)]
    rows = {
        angle: _turned(half.astype(np.uint8), angle)[0].sum(axis=1, dtype=float) for angle in near
    }
    return max(near, key=lambda angle: float((np.diff(rows[angle]) ** 2).sum()))


def _turned(picture: Picture, angle: float) -> tuple[Picture, Any]:
    """The picture turned about its middle, counter-clockwise by degrees, and the matrix for it."""
    import cv2

    height, width = picture.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    level = cv2.warpAffine(np.ascontiguousarray(picture), matrix, (width, height), borderValue=255)
    return np.asarray(level, dtype=np.uint8), matrix


@cache
def _engine() -> Any:
    import rapidocr

    models = Path(rapidocr.__file__).parent / "models"
    return rapidocr.RapidOCR(
        params={
            "Det.limit_side_len": _DETECTED_AT,
            "Det.limit_type": "max",
            "Det.model_path": str(models / "PP-OCRv6_det_small.onnx"),
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            "Global.log_level": "critical",
            "Global.max_side_len": 10_000,
            "Global.return_word_box": True,
            "Global.text_score": 0.0,  # what is read badly must count, not vanish
            "Global.use_cls": False,  # it turns single lines by guess; whole pages are turned here
            "Rec.model_path": str(models / "PP-OCRv6_rec_small.onnx"),
        }
    )
