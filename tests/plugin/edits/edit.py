"""One random edit of a program: what a user does between two runs of mypy."""

from .program import IMPORTS, KINDS, MODULES, PLAIN, PREFIXES, SCOPES, TYPES, Module, Program


def edit(program: Program) -> str:
    """Change the program a little; say what was done."""
    random = program.random
    for index, module in enumerate(program.modules):
        if module.broken:
            module.broken = False
            return f"shelf{index} can be parsed again"
    index = random.randrange(MODULES)
    module = program.modules[index]
    where = f"shelf{index}"
    if not module.exists:
        module.exists = True
        return f"{where} is back"
    if random.random() < 0.6:
        return f"{where}: {edit_inside(program, module)}"
    match random.randrange(10):
        case 0 | 1 | 2:
            module.imports = random.choice(IMPORTS)
            module.hides_last = random.random() < 0.3
            return f"{where}: imports by {module.imports}"
        case 3 | 4:
            module.lazy = not module.lazy
            module.blank_lines = random.randrange(4)
            return f"{where}: moved by {module.blank_lines} lines"
        case 5:
            module.includes, module.prefix = random.randrange(MODULES), random.choice(PREFIXES)
            return f"{where}: includes {module.includes}, and has prefix {module.prefix!r}"
        case 6:
            program.cider_is = random.choice(("Apple", "Bread"))
            return f"Cider is {program.cider_is}"
        case 7:
            module.is_stub = not module.is_stub
            return f"{where}: {'becomes a stub' if module.is_stub else 'is no stub'}"
        case 8:
            module.broken = True
            return f"{where}: cannot be parsed"
    module.exists = False
    return f"{where} is deleted"


def edit_inside(program: Program, module: Module) -> str:
    """Change what a module provides or asks for; say what was done."""
    random = program.random
    number = random.randrange(len(module.providers))
    provider = module.providers[number]
    match random.randrange(13):
        case 0 | 1:
            module.providers[number] = program.new_provider()
            return f"another provider {number}"
        case 2 | 3:
            provider.provides = random.choice(TYPES)
            return f"provider {number} provides {provider.provides}"
        case 4:
            provider.kind = random.choice(KINDS)
            return f"provider {number} is a {provider.kind}"
        case 5:
            provider.silent = not provider.silent
            provider.plain = random.choice(PLAIN)
            return f"provider {number} takes {provider.plain or 'nothing'}"
        case 6:
            provider.renamed = not provider.renamed
            return f"provider {number} has another name"
        case 7 | 8:
            provider.asks = [program.new_ask() for _ in range(random.randrange(3))]
            return f"provider {number} asks for something else"
        case 9 | 10:
            for ask in provider.asks:
                ask.scope = random.choice(SCOPES)
            return f"other scopes under provider {number}"
    module.asks[random.randrange(len(module.asks))] = program.new_ask()
    return "another use"
