// How an application uses the client of the reference spec; what stands under `@ts-expect-error` must be refused.

import { createClient, GraphQLProblem, Problem, validators } from "./reference/client.js"
import type { Appointment, AppointmentCreate, AppointmentStatus, FieldError, Page, User } from "./reference/client.js"

const api = createClient({ baseURL: "https://api.example.org", token: async () => undefined })

export async function book(clientId: string, providerId: string, serviceId: string): Promise<Appointment | readonly FieldError[]> {
    const input: AppointmentCreate = { clientId, providerId, serviceId, startsAt: "2031-01-07T10:00:00Z" }
    if (validators.Appointment.create(input).some(({ fields }) => fields.includes("startsAt"))) return []
    try {
        return await api.appointments.create(input)
    } catch (error) {
        if (error instanceof Problem && error.status === 422) return error.errors
        if (error instanceof GraphQLProblem) console.error(error.errors[0]?.extensions?.code)
        throw error
    }
}

export async function read(signal: AbortSignal): Promise<string[]> {
    const { token, expiresIn } = await api.signIn("ada", "plumbline-demo")
    const me: User = await api.me({ signal })
    const page: Page<Appointment> = await api.appointments.list({
        where: { status: { in: ["requested", "confirmed"] }, notes: null, startsAt: { gte: "2031-01-01T00:00:00Z" } },
        orderBy: ["-startsAt", "id"],
        first: 10,
        signal,
    })
    const statuses: AppointmentStatus[] = page.items.map(({ status }) => status)
    for await (const { name, timeZone } of api.providers.all({ where: { name: { startsWith: "N" } } })) statuses.push(name + timeZone as AppointmentStatus)
    const { service } = await api.graphql<{ service: { name: string } }>("query ($id: ID!) { service(id: $id) { name } }", { id: me.id })
    return [token, expiresIn.toFixed(), service.name, ...statuses]
}

export async function change(appointment: Appointment): Promise<void> {
    const { id, version } = appointment
    await api.appointments.update(id, { notes: null, status: "confirmed" }, { version })
    await api.services.create({ providerId: id, name: "All", durationMinutes: 60, priceMinor: 9007199254740993n, currency: "EUR" })
    const nothing: void = await api.appointments.delete(id)
    return nothing
}

export async function mistakes(appointment: Appointment): Promise<void> {
    // @ts-expect-error A required field is missing.
    await api.providers.create({ userId: "u", name: "n", speciality: "s" })
    // @ts-expect-error There is no such field.
    await api.providers.update("p", { colour: "red" })
    // @ts-expect-error There is no such status.
    await api.appointments.update("a", { status: "lost" })
    // @ts-expect-error A required field cannot be cleared.
    await api.appointments.update("a", { startsAt: null })
    // @ts-expect-error What the server makes is not given.
    await api.appointments.update("a", { createdAt: "2031-01-01T00:00:00Z" })
    // @ts-expect-error A value that may be null is asked first.
    appointment.notes.trim()
    // @ts-expect-error Answers are not changed in place.
    appointment.notes = "mine"
    // @ts-expect-error A whole number of 64 bits is a text in answers.
    ;(await api.services.get("s")).priceMinor * 2n
    // @ts-expect-error Passwords are never answered.
    ;(await api.me()).password
    // @ts-expect-error Nothing is ordered by a field that is not there.
    await api.providers.list({ orderBy: "colour" })
    // @ts-expect-error A text is compared with a text.
    await api.providers.list({ where: { name: { eq: 5 } } })
    // @ts-expect-error Only some types have parts.
    await api.appointments.list({ where: { startsAt: { contains: "2031" } } })
    // @ts-expect-error What is never null is not asked whether it is.
    await api.providers.list({ where: { name: null } })
    // @ts-expect-error Rows without `soft_delete` are gone for good.
    await api.providers.list({ includeDeleted: true })
    // @ts-expect-error And do not come back.
    await api.providers.restore("p")
    // @ts-expect-error Rows without a `search` are not searched.
    await api.providers.list({ search: "teeth" })
    // @ts-expect-error A UUID is a text.
    await api.providers.get(7)
    // @ts-expect-error There is no such entity.
    await api.unicorns.list()
    // @ts-expect-error Options are checked, too.
    createClient({ baseUrl: "https://api.example.org" })
}
