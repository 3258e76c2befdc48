extension WordForm {
    /// What `NameRules` takes for `snake_case`.
    static let snake = WordForm(
        name: "snakeName",
        doc: "A name in snake_case.",
        pattern: "^[a-z][a-z0-9]*(_[a-z0-9]+)*$",
        maxLength: NameRules.lengthLimit
    )

    /// What `NameRules` takes for `PascalCase`.
    static let pascal = WordForm(
        name: "PascalName",
        doc: "A name in PascalCase.",
        pattern: "^[A-Z][A-Za-z0-9]*$",
        maxLength: NameRules.lengthLimit
    )

    /// What a client is told beside a message.
    static let code = WordForm(
        name: "code",
        doc: "A code in SCREAMING_SNAKE_CASE.",
        pattern: "^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$",
        maxLength: NameRules.lengthLimit
    )

    static let scope = WordForm(
        name: "scopeName",
        doc: "Words with ':', '.', '/' or '-' between, such as read:appointments.",
        pattern: "^[A-Za-z_][A-Za-z0-9_]*([:./-][A-Za-z_][A-Za-z0-9_]*)*$"
    )

    static let retention = WordForm(
        name: "retention",
        doc: "A number of days, weeks, months or years: 90d, 8w, 18m, 7y.",
        pattern: "^[0-9]+[dwmy]$"
    )

    static let day = WordForm(
        name: "day",
        doc: "A day such as 2026-12-31.",
        pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
    )
}
