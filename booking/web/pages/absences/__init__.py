"""/abwesenheit: an adviser is not there for a time; why is nobody's business."""
