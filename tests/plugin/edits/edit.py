"""One random edit of a program: what a user does between two runs of mypy."""

from .program import IMPORTS, KINDS, PLAIN, SCOPES, TYPES, Program


def edit(program: Program) -> str:
    """Change the program a little; say what was done."""
    random = program.random
    index = random.randrange(len(program.modules))
    module = program.modules[index]
    where = f"shelf{index}"
    if not module.exists:
        module.exists = True
        return f"{where} is back"
    number = random.randrange(len(module.providers))
    provider = module.providers[number]
    match random.randrange(16):
        case 0 | 1:
            module.providers[number] = program.new_provider()
            return f"{where}: another provider {number}"
        case 2 | 3:
            provider.provides = random.choice(TYPES)
            return f"{where}: provider {number} provides {provider.provides}"
        case 4:
            provider.kind = random.choice(KINDS)
            return f"{where}: provider {number} is a {provider.kind}"
        case 5:
            provider.silent = not provider.silent
            provider.plain = random.choice(PLAIN)
            return f"{where}: provider {number} takes {provider.plain or 'nothing'}"
        case 6 | 7:
            provider.asks = [program.new_ask() for _ in range(random.randrange(3))]
            return f"{where}: provider {number} asks for something else"
        case 8 | 9:
            for ask in provider.asks:
                ask.scope = random.choice(SCOPES)
            return f"{where}: other scopes under provider {number}"
        case 10 | 11:
            module.asks[random.randrange(len(module.asks))] = program.new_ask()
            return f"{where}: another use"
        case 12:
            module.imports = random.choice(IMPORTS)
            module.hides_last = random.random() < 0.3
            return f"{where}: imports by {module.imports}"
        case 13:
            module.lazy = not module.lazy
            module.blank_lines = random.randrange(4)
            return f"{where}: moved by {module.blank_lines} lines"
        case 14:
            program.cider_is = random.choice(("Apple", "Bread"))
            return f"Cider is {program.cider_is}"
    module.exists = False
    return f"{where} is deleted"
