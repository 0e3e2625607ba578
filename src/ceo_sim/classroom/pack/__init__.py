"""A teacher's pack: pages to print for a lesson with a scenario, made from what stands in the scenario."""
