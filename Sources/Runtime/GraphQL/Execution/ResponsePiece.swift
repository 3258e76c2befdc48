/// A part of a response that was written in one go, with holes where values were still to come.
///
/// A nullable position is remembered only if a hole is in it: an error that comes later may have to make it null.
struct ResponsePiece {
    /// A nullable position.
    struct Frame {
        let start: Int
        var end: Int
        let outer: Int?
        var isNull = false
    }

    struct Hole {
        let offset: Int
        /// The innermost nullable position around it, itself included.
        let frame: Int?
        /// What it was filled with.
        var piece: Int?
    }

    /// A hole in another piece.
    struct Place {
        let piece: Int
        let hole: Int
    }

    var json: [UInt8] = []
    /// In the order of their starts.
    var frames: [Frame] = []
    /// In the order of their offsets.
    var holes: [Hole] = []
    /// Where it belongs; nil for what is delivered by itself.
    var place: Place?

    /// Whether a position in the frame is gone because one around it is null.
    func isNull(_ frame: Int?) -> Bool {
        var frame = frame
        while let index = frame {
            if frames[index].isNull { return true }
            frame = frames[index].outer
        }
        return false
    }
}

extension [ResponsePiece] {
    /// Makes null what an error at a hole leaves without a value.
    ///
    /// - Returns: whether something is left: no if everything around the hole is non-null.
    mutating func nullify(_ place: ResponsePiece.Place?) -> Bool {
        var next = place
        while let place = next {
            if let frame = self[place.piece].holes[place.hole].frame {
                self[place.piece].frames[frame].isNull = true
                return true
            }
            next = self[place.piece].place
        }
        return false
    }

    /// Whether a position in a piece is gone because one around it is null.
    func isNull(_ frame: Int?, in piece: Int) -> Bool {
        if self[piece].isNull(frame) { return true }
        guard let place = self[piece].place else { return false }
        return isNull(self[place.piece].holes[place.hole].frame, in: place.piece)
    }

    /// Writes a piece with all that fills it.
    func write(_ piece: Int, to json: inout [UInt8]) {
        let source = self[piece]
        var position = 0
        var nulls = source.frames.filter(\.isNull)[...]
        func copy(to end: Int) {
            // A null position inside another one was passed over with it.
            while let null = nulls.first, null.start < end || null.start == end && null.start >= position {
                nulls.removeFirst()
                guard null.start >= position else { continue }
                json += source.json[position..<null.start]
                json += "null".utf8
                position = null.end
            }
            if end > position { json += source.json[position..<end] }
            position = Swift.max(position, end)
        }
        for hole in source.holes {
            copy(to: hole.offset)
            if let piece = hole.piece, !source.isNull(hole.frame) { write(piece, to: &json) }
        }
        copy(to: source.json.count)
    }
}
