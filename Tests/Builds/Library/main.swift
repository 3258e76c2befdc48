import Foundation
import Model
import PlumblineData
import PlumblineServer

struct Library: SpecOperations {
    func extendLoan(_ input: ExtendLoan, _ context: OperationContext) async throws -> Loan {
        let loans = context.database.unrestricted
        guard let loan = try await loans.find(Loan.self, input.loanId) else {
            throw DatabaseError("NO_SUCH_LOAN", "There is no such loan.")
        }
        return try await loans.update(loan) {
            $0.until = loan.until.addingTimeInterval(Double(input.days) * 86_400)
        }
    }

    func loanReminder(_ loans: [Loan.ReminderSource], _ context: OperationContext) async throws -> [String?] {
        let now = Date.now
        return loans.map { $0.until < now ? "\($0.operator), bring the book back." : nil }
    }

    func lastLoan(_ input: LastLoan, _ context: OperationContext) async throws -> Loan? {
        try await context.database.as(context.principal).first(
            Loan.where { $0.book.id == input.bookId }.order { $0.from.descending }
        )
    }
}

var hooks = Hooks()
hooks.beforeCreate(Loan.self) { loan, context in
    let others = Loan.where { $0.operator == loan.operator && $0.until > .now }
    guard try await context.database.unrestricted.count(others) < 3 else {
        throw DatabaseError("TOO_MANY_LOANS", "Bring a book back first.", at: Loan.columns.operator)
    }
}

await BackendServer.main(
    schema: SpecSchema.schema,
    fingerprint: SpecSchema.fingerprint,
    hooks: hooks,
    operations: SpecSchema.operations(Library())
)
