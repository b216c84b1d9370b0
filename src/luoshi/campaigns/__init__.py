"""From plan to work: proposals, adoption, tasks, assignments, feedback, targets and the counts that feed them."""
