"""Every rule's sentence, written once and said by both halves: a file for each rule.

Each function takes names, types and scopes as they are to be shown and returns what
was found and how to mend it. Knows neither callables nor mypy's types. Imports
nothing but the standard library, so that mypy loads it cheaply.
"""

from typed_depends.wording.depends_annotation import (
    blinding_annotation,
    buried_marker,
    generic_alias,
    lost_annotation,
    lost_return_annotation,
)
from typed_depends.wording.depends_connection import (
    body_of_websocket,
    handed_once,
    wrong_connection,
)
from typed_depends.wording.depends_cycle import (
    cycle,
)
from typed_depends.wording.depends_marker import (
    abstract_provider,
    context_manager_provider,
    controller_without_handlers,
    default_in_annotated,
    ignored_default,
    letters_as_scopes,
    marked_connection,
    not_a_marker,
    not_callable,
    nothing_to_call,
    two_markers,
    two_places,
    unknown_scope,
    unread_scopes,
)
from typed_depends.wording.depends_override import (
    override_arguments,
    override_needs_original,
    override_not_callable,
    override_of_no_provider,
    override_parameter,
    override_type,
    override_unused,
)
from typed_depends.wording.depends_parameter import (
    forms_extra_missing,
    init_variable,
    json_in_form,
    no_signature,
    positional_only_parameter,
    unbound_method,
    unfillable_parameter,
    ungiven_parameter,
    unserialisable_return,
    unsupported_source,
    variadic_parameter,
)
from typed_depends.wording.depends_path import (
    no_placeholder,
    path_default,
    path_type,
    unused_placeholder,
    wrong_marker_for_path,
)
from typed_depends.wording.depends_scope import (
    request_value_under_lifespan,
    scope_inversion,
)
from typed_depends.wording.depends_stream import (
    given_to_background,
    streamed,
    streamed_by_endpoint,
)
from typed_depends.wording.depends_type import (
    type_mismatch,
)
from typed_depends.wording.depends_untyped import (
    untyped_provider,
)
from typed_depends.wording.depends_yield import (
    never_yields,
    swallowed,
    swallows,
    yields_again,
)
from typed_depends.wording.sentence import Sentence

__all__ = [
    "Sentence",
    "abstract_provider",
    "blinding_annotation",
    "body_of_websocket",
    "buried_marker",
    "context_manager_provider",
    "controller_without_handlers",
    "cycle",
    "default_in_annotated",
    "forms_extra_missing",
    "generic_alias",
    "given_to_background",
    "handed_once",
    "ignored_default",
    "init_variable",
    "json_in_form",
    "letters_as_scopes",
    "lost_annotation",
    "lost_return_annotation",
    "marked_connection",
    "never_yields",
    "no_placeholder",
    "no_signature",
    "not_a_marker",
    "not_callable",
    "nothing_to_call",
    "override_arguments",
    "override_needs_original",
    "override_not_callable",
    "override_of_no_provider",
    "override_parameter",
    "override_type",
    "override_unused",
    "path_default",
    "path_type",
    "positional_only_parameter",
    "request_value_under_lifespan",
    "scope_inversion",
    "streamed",
    "streamed_by_endpoint",
    "swallowed",
    "swallows",
    "two_markers",
    "two_places",
    "type_mismatch",
    "unbound_method",
    "unfillable_parameter",
    "ungiven_parameter",
    "unknown_scope",
    "unread_scopes",
    "unserialisable_return",
    "unsupported_source",
    "untyped_provider",
    "unused_placeholder",
    "variadic_parameter",
    "wrong_connection",
    "wrong_marker_for_path",
    "yields_again",
]
