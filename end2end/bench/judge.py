"""How well speech came through: judges what was recorded by PESQ (ITU-T P.862.2, wideband; 1.0 is bad, 4.64 is perfect).

Usage: judge.py SPEECH.wav RECORDING.pcm BEGUN_MS SPEECH_BEGUN_MS
BEGUN_MS and SPEECH_BEGUN_MS are wall clock milliseconds. Prints the median score and the median delay in milliseconds.
Needs pesq, numpy and scipy (PyPI).
"""

import sys

import numpy as np
from pesq import pesq
from scipy.io import wavfile
from scipy.signal import correlate, resample_poly

RATE = 16_000
RECORDED_RATE = 48_000
# A piece is long enough for a score, and short enough that a delay that changes is seen.
PIECE_S = 8
STEP_S = 4

speech_file, recording_file, begun, speech_begun = sys.argv[1:]
rate, speech = wavfile.read(speech_file)
speech = resample_poly(speech.astype(float), RATE, rate)
heard = np.fromfile(recording_file, dtype=np.int16).astype(float)
heard = resample_poly(heard, RATE, RECORDED_RATE)
length = len(speech) / RATE
said_again = np.tile(speech, 3)
since = (float(begun) - float(speech_begun)) / 1000
scores, delays = [], []
for start in range(0, len(heard) - PIECE_S * RATE + 1, STEP_S * RATE):
    piece = heard[start : start + PIECE_S * RATE]
    alike = correlate(said_again, piece, mode="valid", method="fft")[: len(speech)]
    at = int(np.argmax(alike))
    # Loudness is evened out by the measure itself.
    scores.append(pesq(RATE, said_again[at : at + len(piece)], piece, "wb"))
    delays.append((since + start / RATE - at / RATE) % length * 1000)
print(f"{np.median(scores):.2f} {np.median(delays):.0f}")
