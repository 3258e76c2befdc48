import FuzzDriver
import FuzzSubjects

fuzz { start, count in
    outcome(GraphQLSubject.fault(in: Array(UnsafeBufferPointer(start: start, count: count))))
}
