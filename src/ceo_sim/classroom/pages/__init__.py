"""The pages of a class: what students, the projector and the teacher see, each a function of how the class stands."""
