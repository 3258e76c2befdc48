"""Makes an operation smaller as long as it still shows what it shows."""

from graphql import GraphQLSyntaxError, parse, print_ast, validate
from graphql.language import FragmentDefinitionNode, FragmentSpreadNode, Node, OperationDefinitionNode, VariableNode

LISTS = ("definitions", "selections", "arguments", "fields", "values", "directives")
TRIALS = 600


def smaller(operation, schema, shows):
    """The smallest operation found by leaving out one piece after the other; each stays valid."""
    text, isSmaller, trials = operation.text, True, 0
    while isSmaller and trials < TRIALS:
        isSmaller = False
        for candidate in candidates(text):
            trials += 1
            if trials >= TRIALS:
                break
            if is_valid(candidate, schema) and shows(candidate):
                text, isSmaller = candidate, True
                break
    return text


def is_valid(text, schema):
    try:
        return not validate(schema, parse(text))
    except GraphQLSyntaxError:
        return False


def candidates(text):
    """The document without one piece, for every piece, the greatest first."""
    places = sorted(pieces(parse(text)), key=lambda place: -place[2])
    for path, index, _ in places:
        document = parse(text)
        node = document
        for name, position in path[:-1]:
            node = getattr(node, name) if position is None else getattr(node, name)[position]
        name = path[-1][0]
        rest = list(getattr(node, name))
        del rest[index]
        if name == "selections" and not rest:
            continue
        if name == "definitions" and not rest:
            continue
        setattr(node, name, tuple(rest))
        yield print_ast(without_unused(document))


def without_unused(document):
    """The document without fragments that are not spread and variables that are not used."""
    definitions = len(document.definitions) + 1
    while definitions > len(document.definitions):
        definitions = len(document.definitions)
        spreads = {node.name.value for node in nodes(document) if isinstance(node, FragmentSpreadNode)}
        document.definitions = tuple(
            each for each in document.definitions
            if not isinstance(each, FragmentDefinitionNode) or each.name.value in spreads
        )
    declared = [each.variable for node in document.definitions if isinstance(node, OperationDefinitionNode)
                for each in node.variable_definitions]
    used = {node.name.value for node in nodes(document)
            if isinstance(node, VariableNode) and not any(node is each for each in declared)}
    for node in document.definitions:
        if isinstance(node, OperationDefinitionNode):
            node.variable_definitions = tuple(
                each for each in node.variable_definitions if each.variable.name.value in used
            )
    return document


def nodes(node):
    yield node
    for name in node.keys:
        value = getattr(node, name, None)
        for each in value if isinstance(value, (list, tuple)) else [value]:
            if isinstance(each, Node):
                yield from nodes(each)


def pieces(node, path=()):
    """The elements of the lists of a tree: where, which, and how long they are in the text."""
    for name in node.keys:
        value = getattr(node, name, None)
        if isinstance(value, Node):
            yield from pieces(value, path + ((name, None),))
        elif isinstance(value, (list, tuple)):
            for index, each in enumerate(value):
                if name in LISTS:
                    size = each.loc.end - each.loc.start if each.loc else 0
                    yield path + ((name, None),), index, size
                yield from pieces(each, path + ((name, index),))
