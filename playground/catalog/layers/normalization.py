"""Layers that bring numbers back to a steady size, so that deep networks learn."""

from __future__ import annotations

from playground.catalog.layers.base import LayerRow
from playground.core.i18n import N_
from playground.core.params import Bool, Float, Int

_CENTER = Bool(
    name="center", label=N_("Learned shift"), help=N_("Whether each channel may learn a number to add."), default=True,
    advanced=True,
)  # fmt: skip
_SCALE = Bool(
    name="scale", label=N_("Learned scale"), help=N_("Whether each channel may learn a factor."), default=True,
    advanced=True,
)  # fmt: skip


def _epsilon(default: float = 0.001) -> Float:
    return Float(
        name="epsilon",
        label=N_("Epsilon"),
        help=N_("A small number added before dividing, so that nothing is divided by zero."),
        default=default,
        low=0.0,
        high=1.0,
        open_low=True,
        log=True,
        advanced=True,
    )


_MOMENTUM = Float(
    name="momentum",
    label=N_("Momentum"),
    help=N_("How slowly the mean and variance kept for later use follow those of the batches."),
    default=0.99,
    low=0.0,
    high=0.9999,
)
_GROUPS = Int(
    name="groups",
    label=N_("Groups"),
    help=N_("How many groups the channels are split into; -1 makes each channel its own (instance normalisation)."),
    default=1,
    low=-1,
    high=4096,
)

ROWS = (
    LayerRow(
        name="BatchNormalization",
        kind="normalisation",
        title="BatchNormalization",
        help=N_(
            "Gives each channel mean 0 and standard deviation 1 over the batch; training becomes faster and steadier."
        ),
        params=(_MOMENTUM, _epsilon(), _CENTER, _SCALE),
        formula=r"y = \gamma\frac{x - \mu_{batch}}{\sqrt{\sigma^2_{batch} + \epsilon}} + \beta",
        search_terms=("batch norm", "bn"),
    ),
    LayerRow(
        name="LayerNormalization",
        kind="normalisation",
        title="LayerNormalization",
        help=N_(
            "Gives the channels of each example mean 0 and standard deviation 1; it does not look at the rest of the "
            "batch."
        ),
        params=(_epsilon(), _CENTER, _SCALE),
        formula=r"y = \gamma\frac{x - \mu_{channels}}{\sqrt{\sigma^2_{channels} + \epsilon}} + \beta",
        search_terms=("layer norm", "ln"),
    ),
    LayerRow(
        name="GroupNormalization",
        kind="normalisation",
        title="GroupNormalization",
        help=N_(
            "Gives groups of channels of each example mean 0 and standard deviation 1; with -1 it is instance "
            "normalisation."
        ),
        params=(_GROUPS, _epsilon(), _CENTER, _SCALE),
        summary_params=("groups",),
        formula=r"y = \gamma\frac{x - \mu_{group}}{\sqrt{\sigma^2_{group} + \epsilon}} + \beta",
        search_terms=("group norm", "normalization"),
    ),
    LayerRow(
        name="InstanceNormalization",
        kind="normalisation",
        title="InstanceNormalization",
        help=N_(
            "Gives each channel of each example mean 0 and standard deviation 1 on its own (D. Ulyanov et al., 2016)."
        ),
        params=(_epsilon(), _CENTER, _SCALE),
        keras_class="GroupNormalization",
        fixed_args=(("groups", -1),),
        input_ranks=(2, 3, 4),
        formula=r"y = \gamma\frac{x - \mu_{channel}}{\sqrt{\sigma^2_{channel} + \epsilon}} + \beta",
        search_terms=("instance norm", "instance normalisation", "in"),
    ),
    LayerRow(
        name="RMSNormalization",
        kind="normalisation",
        title="RMSNormalization",
        help=N_(
            "Divides by the root mean square of the channels and leaves the mean alone; cheaper than layer "
            "normalisation."
        ),
        params=(_epsilon(1e-6),),
        formula=r"y = \gamma\frac{x}{\sqrt{\tfrac1n\sum_i x_i^2 + \epsilon}}",
        search_terms=("rms norm",),
    ),
    LayerRow(
        name="UnitNormalization",
        kind="normalisation",
        title="UnitNormalization",
        help=N_("Makes the channels of each example a vector of length 1: the direction alone is kept."),
        formula=r"y = \frac{x}{\lVert x \rVert_2}",
    ),
)
