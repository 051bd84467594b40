"""Augmentation by light and colour."""

from __future__ import annotations

from playground.catalog.layers.augmentation import PROBABILITY_HELP, augmentation_row, factor_param
from playground.core.i18n import N_
from playground.core.params import Float, Int

LIGHT = (
    augmentation_row(
        "RandomBrightness",
        N_("Makes images lighter or darker at random."),
        factor_param(N_("How far, as a fraction of the whole range of brightness.")),
        channels=None,
    ),
    augmentation_row(
        "RandomContrast",
        N_("Makes differences between light and dark larger or smaller at random."),
        factor_param(N_("0.2 means a factor from 0.8 to 1.2.")),
        channels=None,
    ),
    augmentation_row(
        "RandomGaussianBlur",
        N_("Blurs images at random."),
        factor_param(PROBABILITY_HELP, label=N_("Probability"), default=1.0),
        Int(
            name="kernel_size",
            label=N_("Window"),
            help=N_("In pixels, an odd number."),
            default=3,
            low=1,
            high=31,
            step=2,
        ),
        Float(
            name="sigma", label=N_("Standard deviation"), help=N_("How wide it blurs."), default=1.0, low=0.01, high=1.0
        ),
        constant_range_params=("factor",),
    ),
    augmentation_row(
        "RandomSharpness",
        N_("Makes edges softer or sharper at random."),
        factor_param(N_("0 leaves the image, 1 is the strongest.")),
    ),
    augmentation_row(
        "RandomInvert",
        N_("Swaps dark and light in some images."),
        factor_param(PROBABILITY_HELP, label=N_("Probability"), default=0.5),
        needs_nonnegative=True,
        constant_range_params=("factor",),
    ),
    augmentation_row(
        "RandomPosterization",
        N_("Keeps only a few levels of brightness."),
        Int(name="factor", label=N_("Bits"), help=N_("2 bits are 4 levels."), default=4, low=1, high=8),
    ),
    augmentation_row(
        "Solarization",
        N_("Turns round what is brighter than a threshold, as in an overexposed photograph."),
        factor_param(
            N_("How much brightness is added first."), name="addition_factor", label=N_("Brightness added"), default=0.0
        ),
        factor_param(N_("How low the threshold may be."), name="threshold_factor", label=N_("Threshold"), default=0.5),
        needs_nonnegative=True,
    ),
    augmentation_row(
        "AutoContrast", N_("Stretches each image to the full range from black to white."), wants_seed=False
    ),
    augmentation_row(
        "ContrastLimitedAdaptiveHistogramEqualization",
        N_("Spreads the shades evenly in each small tile, but not too far (CLAHE)."),
        Float(
            name="clip_limit",
            label=N_("Limit"),
            help=N_("How far contrast may be raised."),
            default=4.0,
            low=0.1,
            high=40.0,
        ),
        wants_seed=False,
    ),
)

_STRENGTH_HELP = N_("0 leaves the image, 1 is the strongest.")
COLOR = (
    augmentation_row(
        "RandomGrayscale",
        N_("Takes the colour out of some images."),
        factor_param(PROBABILITY_HELP, label=N_("Probability"), default=0.5),
        takes_value_range=False,
        channels=(3,),
    ),
    augmentation_row(
        "RandomHue",
        N_("Shifts all colours round the colour wheel at random."),
        factor_param(_STRENGTH_HELP),
        channels=(3,),
    ),
    augmentation_row(
        "RandomSaturation",
        N_("Makes colours stronger or weaker at random."),
        factor_param(_STRENGTH_HELP, high=0.95),
        channels=(3,),
        needs_nonnegative=True,
        centered_range_params=("factor",),
    ),
    augmentation_row(
        "RandomColorDegeneration", N_("Fades colours at random."), factor_param(_STRENGTH_HELP), channels=(3,)
    ),
    augmentation_row(
        "RandomColorJitter",
        N_("Changes brightness, contrast and colours together at random."),
        factor_param(_STRENGTH_HELP, name="brightness_factor", label=N_("Brightness")),
        factor_param(_STRENGTH_HELP, name="contrast_factor", label=N_("Contrast")),
        factor_param(_STRENGTH_HELP, name="saturation_factor", label=N_("Saturation"), high=0.95),
        factor_param(_STRENGTH_HELP, name="hue_factor", label=N_("Hue"), default=0.1),
        channels=(3,),
        needs_nonnegative=True,
        centered_range_params=("saturation_factor",),
    ),
)


ROWS = (*LIGHT, *COLOR)
