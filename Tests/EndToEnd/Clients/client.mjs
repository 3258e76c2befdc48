// Drives a server of the reference application through its generated client.
//
//   node client.mjs CLIENT BASE_URL

import assert from "node:assert/strict"

const [, , path, baseURL] = process.argv
const { createClient, GraphQLProblem, Problem, validators } = await import(path)

const provider = "00000000-0000-7000-8000-000000000011"
const service = "00000000-0000-7000-8000-000000000021"
const ada = "00000000-0000-7000-8000-0000000000c1"
const api = createClient({ baseURL: baseURL + "/" })

async function refusal(promise) {
    const problem = await promise.then(() => assert.fail("It was not refused."), error => error)
    assert(problem instanceof Problem, String(problem))
    assert(problem.requestId)
    return problem
}

// Signing in.
assert.equal((await refusal(api.me())).status, 401)
const wrong = await refusal(api.signIn("ada", "wrong"))
assert.deepEqual([wrong.status, wrong.code], [400, "invalid_grant"])
const { token } = await api.signIn("ada", "plumbline-demo")
assert.equal((await api.me()).id, ada)
assert.equal((await createClient({ baseURL, token }).me()).id, ada)
assert.equal((await createClient({ baseURL, token: async () => token }).me()).id, ada)

// Lists: filters, order, pages.
const names = async options => (await api.providers.list(options)).items.map(({ name }) => name)
assert.deepEqual(await names({ orderBy: "-name" }), ["Oduya Dental", "Novak Physiotherapy"])
assert.deepEqual(await names({ where: { name: { contains: "Phys" } } }), ["Novak Physiotherapy"])
assert.deepEqual(await names({ where: { id: { in: [provider] }, timeZone: "Europe/Vienna" } }), ["Novak Physiotherapy"])
assert.deepEqual(await names({ where: { timeZone: { ne: "Europe/Vienna" }, name: undefined } }), ["Oduya Dental"])
const page = await api.providers.list({ orderBy: ["name"], first: 1, totalCount: true })
assert.deepEqual([page.totalCount, page.pageInfo.hasNextPage], [2, true])
const all = []
for await (const { name } of api.providers.all({ orderBy: "name", first: 1 })) all.push(name)
assert.deepEqual(all, ["Novak Physiotherapy", "Oduya Dental"])
const unnoted = await api.appointments.list({ where: { notes: null, startsAt: { lt: "2031-01-01T00:00:00+02:00" } } })
assert.equal(unnoted.items.length, 1)
assert.equal((await refusal(api.providers.list({ where: { colour: "red" } }))).errors[0].field, "colour")
assert.throws(() => api.providers.list({ where: { name: { in: ["a,b"] } } }), TypeError)

// What is wrong is told before anything is sent, as the server tells it.
const bad = { clientId: ada, providerId: provider, serviceId: service, startsAt: "2031-02-30T09:00:00Z", notes: "é".repeat(2001) }
const found = validators.Appointment.create(bad)
const told = await refusal(api.appointments.create(bad))
assert.deepEqual(
    found.map(({ fields, code, message }) => ({ field: fields[0], code, message })),
    told.errors,
)
assert.equal(found.length, 2)
const reversed = { ...bad, notes: null, startsAt: "2031-01-07T10:00:00Z", endsAt: "2031-01-07T10:00:00Z" }
const [rule] = validators.Appointment.create(reversed)
assert.equal(rule.rule, "ends_after_it_starts")
assert.equal((await refusal(api.appointments.create(reversed))).message, rule.message)

// Rows.
const made = await api.appointments.create({ ...reversed, endsAt: undefined })
assert.equal(made.endsAt, "2031-01-07T10:45:00Z")
assert.deepEqual(await api.appointments.get(made.id), made)
assert.equal((await refusal(api.appointments.create({ ...reversed, endsAt: undefined }))).code, "SLOT_TAKEN")
assert.equal((await refusal(api.appointments.update(made.id, { notes: "hm" }))).status, 404)
await api.signIn("admin", "plumbline-demo")
const noted = await api.appointments.update(made.id, { notes: "Bring the picture." }, { version: made.version })
assert.equal(noted.version, made.version + 1)
const stale = await refusal(api.appointments.update(made.id, { notes: null }, { version: made.version }))
assert.equal(stale.status, 412)
const replaced = await api.appointments.replace(made.id, { ...reversed, notes: undefined, endsAt: "2031-01-07T11:00:00Z" })
assert.equal(replaced.notes, null)
assert.equal(await api.appointments.delete(made.id, { version: replaced.version }), undefined)
assert.equal((await refusal(api.appointments.get(made.id))).code, "NOT_FOUND")

// Once, however often it is sent.
const once = { idempotencyKey: 'a "key"' }
const first = await api.appointments.create({ ...reversed, endsAt: undefined }, once)
assert.deepEqual(await api.appointments.create({ ...reversed, endsAt: undefined }, once), first)
assert.equal((await refusal(api.appointments.delete(first.id, once))).code, "IDEMPOTENCY_KEY_REUSED")
const rename = "mutation ($id: ID!) { updateAppointment(id: $id, input: { notes: \"x\" }) { version } }"
for (const _ of [1, 2]) {
    const { updateAppointment } = await api.graphql(rename, { id: first.id }, { idempotencyKey: "rename" })
    assert.equal(updateAppointment.version, first.version + 1)
}
assert.equal(await api.appointments.delete(first.id), undefined)

// Numbers that JavaScript could not count.
const dear = await api.services.create({
    providerId: provider, name: "Everything", durationMinutes: 60, priceMinor: 9007199254740993n, currency: "EUR",
})
assert.equal(dear.priceMinor, "9007199254740993")
assert.deepEqual(validators.Service.update({ priceMinor: -1n }).map(({ code }) => code), ["TOO_SMALL"])

// GraphQL.
const { service: answered } = await api.graphql("query ($id: ID!) { service(id: $id) { provider { name } } }", { id: dear.id })
assert.equal(answered.provider.name, "Novak Physiotherapy")
const unknown = await api.graphql("{ colour }").catch(error => error)
assert(unknown instanceof GraphQLProblem, String(unknown))
api.signOut()
assert.equal((await refusal(api.me())).status, 401)

console.log("the client is content")
