internal import PlumblineSchema

/// The named types that ship, said in the language itself.
enum StandardTypes {
    /// The types in their order.
    static let all: [TypeSyntax] = {
        let file = SpecFile(path: "the standard types", text: text)
        return SyntaxReader(reporter: Reporter()).read([file])?.types ?? []
    }()

    private static let text = #"""
        types:
          Email:
            doc: An e-mail address, in lower case.
            base: text
            normalize: [trim, lower]
            max_length: 254
            format: email
          Phone:
            doc: A telephone number with country code (E.164).
            base: text
            normalize: [trim]
            format: phone
          Url:
            doc: An absolute http or https address.
            base: text
            normalize: [trim]
            max_length: 2048
            format: url
          Slug:
            doc: Lower-case words with hyphens between them, for addresses.
            base: text
            normalize: [trim, lower]
            max_length: 100
            format: slug
          Username:
            doc: A name to sign in with.
            base: text
            normalize: [trim]
            max_length: 64
            format: username
          TimeZone:
            doc: A zone of the IANA time zone database.
            base: text
            max_length: 64
            format: iana_time_zone
          CountryCode:
            doc: A country by two letters (ISO 3166-1).
            base: text
            normalize: [trim, upper]
            pattern: '[A-Z]{2}'
            example: AT
          CurrencyCode:
            doc: A currency by three letters (ISO 4217).
            base: text
            normalize: [trim, upper]
            format: currency
          LanguageTag:
            doc: A language, with its script and region where they matter (BCP 47).
            base: text
            normalize: [trim]
            pattern: '[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?'
            example: de-AT
          Color:
            doc: A colour by red, green and blue.
            base: text
            normalize: [trim, lower]
            pattern: '#[0-9a-f]{6}'
            example: '#1e90ff'
          Percentage:
            doc: From 0 to 100.
            base: decimal
            precision: 5
            scale: 2
            min: 0
            max: 100
          Latitude:
            doc: Degrees north of the equator (WGS 84).
            base: decimal
            precision: 8
            scale: 6
            min: -90
            max: 90
          Longitude:
            doc: Degrees east of Greenwich (WGS 84).
            base: decimal
            precision: 9
            scale: 6
            min: -180
            max: 180
          Money:
            doc: An amount in a currency.
            fields:
              amount: { doc: How much., type: decimal, precision: 19, scale: 4 }
              currency: { doc: Of which currency., type: CurrencyCode }

        """#
}
