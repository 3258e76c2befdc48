extension Connection {
    /// Whether the order is read from its end.
    var isBackward: Bool { page.last != nil && page.first == nil }

    private var infos: [PageInfo] {
        members.flatMap { member -> [PageInfo] in
            if case .pageInfo(_, let infos) = member { infos } else { [] }
        }
    }

    /// Whether rows have to be read at all; a count alone needs none.
    var readsRows: Bool {
        let hasList = members.contains { member in
            switch member {
            case .edges, .nodes: true
            case .typename, .pageInfo, .totalCount, .aggregate, .groups: false
            }
        }
        return hasList || readsOneMore || infos.contains(where: \.isCursor)
    }

    /// Whether it has to be known if more rows follow in the direction of reading.
    var readsOneMore: Bool {
        infos.contains { info in
            switch info {
            case .hasNextPage: !isBackward
            case .hasPreviousPage: page.last != nil
            case .typename, .startCursor, .endCursor: false
            }
        }
    }

    /// Whether it has to be known at which place of the page a row stands; the order alone needs no places.
    var readsPlaces: Bool { page.isCutTwice || readsOneMore || infos.contains(where: \.isCursor) }

    /// Whether it has to be known how many rows were read: for the cursor of the last, or to cut the page from there.
    var readsCount: Bool {
        page.isCutTwice
            || infos.contains { info in
                switch info {
                case .startCursor: isBackward
                case .endCursor: !isBackward
                case .typename, .hasNextPage, .hasPreviousPage: false
                }
            }
    }
}

extension Connection.PageInfo {
    fileprivate var isCursor: Bool {
        switch self {
        case .startCursor, .endCursor: true
        case .typename, .hasNextPage, .hasPreviousPage: false
        }
    }
}
