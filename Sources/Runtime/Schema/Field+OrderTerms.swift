extension Field {
    /// The terms of an order in REST that name it.
    public var orderTerms: [String] {
        let plain = [apiName, "-" + apiName]
        // Where nulls come is said only where that is not what goes without saying.
        return isOptional ? plain + [apiName + ".nullsFirst", "-" + apiName + ".nullsLast"] : plain
    }
}
