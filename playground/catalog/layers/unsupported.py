"""Keras layers that the table does not offer, each with its reason; a test finds those that are in neither."""

from __future__ import annotations

from playground.core.i18n import N_

_SEQUENCES = N_("For sequences: it comes with the recurrent networks, in a later version.")
_ATTENTION = N_("For attention: it comes with the Transformers, in a later version.")
_THREE = N_("No data set here has three axes of space.")
_TEXT = N_("It turns words or categories into numbers; the data page does that before the network.")
_SOUND = N_("It makes an image of a sound: it comes with speech, in a later version.")
_OTHER = N_("It wraps a model of another framework, and a document holds no code.")
_BASE = N_("A base for other layers, not a layer by itself.")
_LABELS = N_("It mixes the targets of several examples too, so it cannot stand inside a network.")
_WRAPPER = N_("It wraps another layer: it comes with the graph editor's own blocks, in a later version.")

UNSUPPORTED: dict[str, str] = {
    **dict.fromkeys(
        (
            "RNN",
            "SimpleRNN",
            "SimpleRNNCell",
            "LSTM",
            "LSTMCell",
            "GRU",
            "GRUCell",
            "StackedRNNCells",
            "Bidirectional",
            "TimeDistributed",
            "ConvLSTM1D",
            "ConvLSTM2D",
            "ConvLSTM3D",
            "Masking",
            "Embedding",
            "ReversibleEmbedding",
        ),
        _SEQUENCES,
    ),
    **dict.fromkeys(("Attention", "AdditiveAttention", "MultiHeadAttention", "GroupQueryAttention"), _ATTENTION),
    **dict.fromkeys(
        (
            "Conv3D",
            "Conv3DTranspose",
            "MaxPooling3D",
            "AveragePooling3D",
            "GlobalMaxPooling3D",
            "GlobalAveragePooling3D",
            "AdaptiveMaxPooling3D",
            "AdaptiveAveragePooling3D",
            "SpatialDropout3D",
            "UpSampling3D",
            "ZeroPadding3D",
            "Cropping3D",
        ),
        _THREE,
    ),
    **dict.fromkeys(
        (
            "TextVectorization",
            "StringLookup",
            "IntegerLookup",
            "Hashing",
            "HashedCrossing",
            "CategoryEncoding",
            "Discretization",
        ),
        _TEXT,
    ),
    **dict.fromkeys(("MelSpectrogram", "STFTSpectrogram"), _SOUND),
    **dict.fromkeys(("TFSMLayer", "TorchModuleWrapper", "FlaxLayer", "JaxLayer"), _OTHER),
    **dict.fromkeys(("Layer", "Wrapper", "InputSpec"), _BASE),
    **dict.fromkeys(("MixUp", "CutMix"), _LABELS),
    "SpectralNormalization": _WRAPPER,
    "Pipeline": _WRAPPER,
    "MaxNumBoundingBoxes": N_("For boxes around objects: it comes with detection, in a later version."),
    "Normalization": N_("It learns mean and variance from the data; the data page scales before the network."),
    "EinsumDense": N_("Its sum is written as a formula; for these data Dense does the same."),
    "Equalization": N_(
        "Keras 3.15 drops it from a functional model without a word; the CLAHE layer does the same and stays."
    ),
    "AugMix": N_("Keras 3.15 picks its changes outside the seed, and in a compiled step once for all images."),
    "Lambda": N_("It runs code of one's own, and a document holds no code."),
}
