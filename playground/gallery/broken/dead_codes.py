"""The digits of a codebook again, with eight times as many entries, and none of them ever restarted.

The use of the codebook stays below a quarter of it, and the sign shows before the training is over; with its repair no
sign shows at any time (``tests/slow/diagnostics``). What is drawn is no better for it, as 64 entries are enough for
these digits. A memory of 0 instead kills many entries with one seed and none with another.
"""

from __future__ import annotations

from playground.core.i18n import N_
from playground.families import starters
from playground.gallery.base import BREAK_IT, Entry
from playground.gallery.generative import vq_vae_digits

CODES = 512
_USUAL = vq_vae_digits.ENTRY.experiment

ENTRY = Entry(
    name="dead-codes",
    title=N_("Dead codes"),
    help=N_("A codebook of 512 entries that all begin in one place: a few are picked and learn, the others never are."),
    lesson=N_(
        "The bars of the codebook stop early: most of its entries are never picked, so nothing moves them to where they"
        " would be. Restart those that are dead, and count again."
    ),
    group=BREAK_IT,
    order=5,
    sign="dead_codes",
    experiment=_USUAL.model_copy(
        update={
            "name": "dead-codes",
            "family_params": {**_USUAL.family_params, "codes": CODES, "restart": False},
            "networks": (*_USUAL.networks[:2], starters.causal_prior("prior", CODES)),
            "training": _USUAL.training.model_copy(update={"epochs": 45}),
            "goal": None,
        }
    ),
)
