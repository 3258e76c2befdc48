// How an application uses the client of a spec with every kind of thing; what is under `@ts-expect-error` is refused.

import { createClient, validators } from "./everything/client.js"
import type { Address, AddressInput, Range, RenameStore, Season, Stock, Store, StoreCreate } from "./everything/client.js"

const api = createClient()

const home: AddressInput = { street: "High 1", country: "AT", floors: [1, 2], worth: 12.5 }

const store: StoreCreate = {
    ownerId: "0190a000-0000-7000-8000-000000000001",
    text: "Corner",
    whole: 5,
    big: 9007199254740993n,
    price: "0.125",
    labels: ["new", "open"],
    bigs: [1n, "2", 3],
    seasons: ["spring"],
    dates: { start: "2031-01-01" },
    prices: { start: 1, end: "2.50" },
    numbers: { start: null, end: 5n },
    home,
    code: "x",
    document: { a: [1, null, { b: true }] },
    hint: "write only",
    default: "a name of the language",
}

export async function use(): Promise<void> {
    const made: Store = await api.stores.create(store)
    const answered: Address = made.home
    const worth: string | null = answered.worth
    const floors: readonly number[] | null = answered.floors
    const dates: Range<string> | null = made.dates
    const seasons: readonly Season[] | null = made.seasons
    const texts: string[] = [made.big, made.price, made.slug, made.ownerName, ...(made.bigs ?? [])]
    console.log(worth, floors, dates?.start, seasons?.[0], texts, made.shout?.length, made.prices?.end?.length)

    // What is answered can be given again.
    await api.stores.update(made.id, { home: answered, labels: made.labels, dates: made.dates, big: made.big }, { version: made.version })
    await api.stores.list({
        search: "corner -closed",
        includeDeleted: true,
        where: {
            labels: { contains: ["new"], overlaps: ["open"] },
            bigs: { containedBy: [1n, "2"] },
            seasons: null,
            dates: { contains: "2031-02-01" },
            prices: { overlaps: { start: 1 } },
            homeCountry: "AT",
            season: { ne: "autumn" },
            nick: { isNull: false },
        },
        orderBy: ["-homeCountry", "ownerName"],
    })
    await api.stores.restore(made.id)
    const counter = await api.counters.create({ countryId: "AT" })
    await api.counters.delete(counter.id)
    await api.counters.get("7")
    const stock: Stock = await api.stocks.get("AT,a,2031-01-01")
    await api.stocks.update(stock.id, { count: 3 }, { version: stock.version })
    await api.countries.create({ code: "NO", name: "Norway" })
    console.log(stock.countryId.length, (await api.letters.list()).items[0]?.text, (await api.storeChanges.list()).items.length)
    const renaming: RenameStore = { storeId: made.id, text: "New", labels: ["a"], home, big: 5n, prices: { end: "9.99" } }
    if (validators.RenameStore.check(renaming).length === 0) console.log((await api.renameStore(renaming)).text)
    const best: Store = await api.bestStore({ season: "autumn", atLeast: 1.5 }, { signal: new AbortController().signal })
    console.log((await api.bestStore()).id === best.id)
    console.log(validators.Store.create({ labels: [] }), validators.Stock.update({ count: -1 }))
}

export async function mistakes(made: Store): Promise<void> {
    // @ts-expect-error A list is not one of its items.
    await api.stores.update("s", { labels: "new" })
    // @ts-expect-error Items have the list's type.
    await api.stores.update("s", { seasons: ["winter"] })
    // @ts-expect-error No item is null.
    await api.stores.update("s", { bigs: [null] })
    // @ts-expect-error A range has two sides.
    await api.stores.update("s", { dates: { from: "2031-01-01" } })
    // @ts-expect-error A value object is given whole.
    await api.stores.update("s", { home: { street: "High 1" } })
    // @ts-expect-error And has only its members.
    await api.stores.update("s", { home: { street: "High 1", country: "AT", colour: "red" } })
    // @ts-expect-error One that is required cannot be cleared.
    await api.stores.update("s", { home: null })
    // @ts-expect-error There is no such value of the enum.
    await api.stores.update("s", { season: "winter" })
    // @ts-expect-error What is worked out is not given.
    await api.stores.update("s", { slug: "corner" })
    // @ts-expect-error Nor what the server sets.
    await api.stores.update("s", { enteredById: "m" })
    // @ts-expect-error A field that is only written is not answered.
    made.hint
    // @ts-expect-error An exact decimal is a text in answers.
    made.price.toFixed(2)
    // @ts-expect-error Lists of answers are not changed in place.
    made.labels.push("old")
    // @ts-expect-error A list is compared with a list.
    await api.stores.list({ where: { labels: { contains: "new" } } })
    // @ts-expect-error A range is asked for a value of its type.
    await api.stores.list({ where: { dates: { contains: { start: "2031-01-01" } } } })
    // @ts-expect-error JSON has no order.
    await api.stores.list({ orderBy: "document" })
    // @ts-expect-error Nor is what nobody is shown.
    await api.stores.list({ where: { hint: "x" } })
    // @ts-expect-error Lists have no order.
    await api.stores.list({ orderBy: "labels" })
    // @ts-expect-error A key that the caller gives is not changed.
    await api.countries.update("AT", { code: "NO" })
    // @ts-expect-error A counted key is not given.
    await api.counters.create({ id: 7, countryId: "AT" })
    // @ts-expect-error What nobody may do is not there.
    await api.letters.create({ text: "Dear" })
    // @ts-expect-error Rows whose fields nobody may change are not changed.
    await api.counters.update(7, {})
    // @ts-expect-error An argument is missing.
    await api.renameStore({ storeId: "s" })
    // @ts-expect-error An argument has its type.
    await api.bestStore({ season: "winter" })
    // @ts-expect-error There is no such argument.
    await api.bestStore({ colour: "red" })
    // @ts-expect-error History is written by the database alone.
    await api.storeChanges.delete("c")
}
