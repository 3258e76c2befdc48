import FuzzDriver
import FuzzSubjects

fuzz { start, count in outcome(SpecSubject.fault(in: Array(UnsafeBufferPointer(start: start, count: count))))
}
