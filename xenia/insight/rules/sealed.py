"""What insight seals: the folder of trained models, whose thresholds may be the value of a single guest."""

from xenia.trust.types.encryption import SealedFolder

SEALED_FOLDERS = (SealedFolder("models"),)
