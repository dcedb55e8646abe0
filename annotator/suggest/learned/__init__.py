"""What the team has labelled teaches the next proposals: models, how they are trained, measured and kept."""

from annotator.suggest.learned.suggester import Learned as Learned
