"""Running averages of weights."""

from __future__ import annotations

from pathlib import Path

import torch
from torch import nn


class Average:
    """A running average of a module's weights, which reads better than the last of them (Polyak and Juditsky, 1992).

    `decay` is the share of the old average that each step keeps; early steps keep less, so that the start is forgotten.
    """

    def __init__(self, module: nn.Module, decay: float) -> None:
        self.decay = decay
        self.weights = {name: value.detach().clone() for name, value in module.state_dict().items()}

    def update(self, module: nn.Module, step: int) -> None:
        """Move towards the weights after step number `step`, the first being 1."""
        share = 1 - min(self.decay, step / (step + 10))
        with torch.no_grad():
            for name, value in module.state_dict().items():
                self.weights[name].lerp_(value, share)

    def resume(self, checkpoint: Path) -> None:
        """Go on from the average in a checkpoint, if there is one."""
        if checkpoint.exists():
            self.weights = torch.load(checkpoint, weights_only=True)["average"]
