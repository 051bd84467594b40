"""Layers that disturb training, so that the network does not learn by heart."""

from __future__ import annotations

from playground.catalog.layers.base import LayerRow
from playground.catalog.layers.shared import L1, L2, rate
from playground.core.i18n import N_
from playground.core.params import Float


def _spatial(axes: int) -> LayerRow:
    return LayerRow(
        name=f"SpatialDropout{axes}D",
        kind="regularisation",
        title=f"SpatialDropout{axes}D",
        help=N_("Drops whole feature maps (channels) at random, since neighbouring values say much the same."),
        params=(rate(0.2),),
        input_ranks=(axes + 1,),
        summary_params=("rate",),
        wants_seed=True,
    )


ROWS = (
    LayerRow(
        name="Dropout",
        kind="regularisation",
        title="Dropout",
        help=N_(
            "Switches off a random fraction of the inputs at each training step, so that no unit is relied on alone."
        ),
        params=(rate(),),
        summary_params=("rate",),
        formula=r"y = \frac{m\,x}{1 - p},\quad m \sim \mathrm{Bernoulli}(1 - p)",
        wants_seed=True,
    ),
    _spatial(2),
    _spatial(1),
    LayerRow(
        name="GaussianDropout",
        kind="regularisation",
        title="GaussianDropout",
        help=N_("Multiplies each number by a random one around 1 while training."),
        params=(rate(),),
        summary_params=("rate",),
        formula=r"y = x\,\xi,\quad \xi \sim \mathcal N(1, \tfrac{p}{1-p})",
        wants_seed=True,
    ),
    LayerRow(
        name="AlphaDropout",
        kind="regularisation",
        title="AlphaDropout",
        help=N_("A dropout that keeps mean and variance; it goes with the SELU activation."),
        params=(rate(0.1),),
        summary_params=("rate",),
        wants_seed=True,
    ),
    LayerRow(
        name="GaussianNoise",
        kind="regularisation",
        title="GaussianNoise",
        help=N_("Adds a little random noise to each number while training."),
        params=(
            Float(
                name="stddev",
                label=N_("Standard deviation"),
                help=N_("The standard deviation of the noise, in the units of the input."),
                default=0.1,
                low=0.0,
                high=1.0,
                step=0.05,
            ),
        ),
        summary_params=("stddev",),
        formula=r"y = x + \xi,\quad \xi \sim \mathcal N(0, \sigma^2)",
        wants_seed=True,
    ),
    LayerRow(
        name="ActivityRegularization",
        kind="regularisation",
        title="ActivityRegularization",
        help=N_("Passes its input on, and adds the size of the numbers to the loss, so that they stay small."),
        params=(L1, L2),
        summary_params=("l1", "l2"),
    ),
)
