"""How the mapping of one revision differs in meaning from another, and which version follows."""
