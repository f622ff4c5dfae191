"""The moving picture of the demo video: a lighthouse and its turning lamp."""

from collections.abc import Iterator

import numpy as np

WIDTH, HEIGHT, FPS = 320, 180, 8
LAMP = (200.0, 58.0)
SKY, SEA, TOWER, BAND, LIGHT, BAR = (
    np.array(colour, dtype=np.float32)
    for colour in ((24, 32, 58), (14, 46, 66), (226, 222, 210), (176, 58, 46), (255, 226, 150), (240, 180, 60)))


def scene() -> np.ndarray:
    """What never moves: sky, sea and tower."""
    rows = np.linspace(0.7, 1.4, HEIGHT, dtype=np.float32)[:, None, None]
    image = np.broadcast_to(SKY * rows, (HEIGHT, WIDTH, 3)).copy()
    image[140:] = SEA
    for row in range(66, 146):
        half = 9 + (row - 66) // 10
        image[row, 200 - half:200 + half] = BAND if (row - 66) // 20 % 2 else TOWER
    image[48:66, 192:208] = TOWER * 0.4
    return image


def frames(seconds: float) -> Iterator[bytes]:
    """Raw RGB frames; the bar at the bottom shows how much has been played."""
    still = scene()
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
    angle = np.arctan2(y - LAMP[1], x - LAMP[0])
    distance = np.hypot(y - LAMP[1], x - LAMP[0])
    count = round(seconds * FPS)
    for number in range(count):
        turn = number / FPS * 0.8
        off_axis = np.abs((angle - turn + np.pi) % (2 * np.pi) - np.pi)
        glow = np.clip(1 - off_axis / 0.16, 0, 1) * np.exp(-distance / 160) * 0.7
        glow = np.maximum(glow, np.clip(1 - distance / 9, 0, 1))
        image = still + (LIGHT - still) * glow[..., None]
        image[172:176, : int(WIDTH * (number + 1) / count)] = BAR
        yield image.astype(np.uint8).tobytes()
