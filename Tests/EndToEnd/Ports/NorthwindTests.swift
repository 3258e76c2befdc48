import PlumblineServerTestSupport
import PlumblineTestSupport
import Testing

@Suite(
    "Well-known databases as specs: Northwind",
    .enabled(if: SampleDatabase.data != nil, "PLUMBLINE_TEST_DATA names no folder with the originals")
)
struct NorthwindTests {
    @Test("A query over the spec answers what SQL over the original answers")
    func questions() async throws {
        try await SampleDatabase.northwind.with { server in
            for (query, sql) in Self.questions {
                let ours = try await server.graphQL(query)
                let theirs = try await server.original(sql)
                #expect(ours.json.data == theirs, "\(ours.text)")
            }
        }
    }

    private static let questions = [
        // Keys of five letters, of small numbers, and of two relations, four levels deep.
        (
            """
            { customer(id: "ALFKI") { id companyName orders(orderBy: [{ orderDate: ASC }]) { totalCount nodes {
              id orderDate freight shipper { companyName } details { nodes { id quantity unitPrice
              product { name category { name } } } } } } } }
            """,
            """
            select json_build_object('customer', json_build_object('id', customer_id, 'companyName', c.company_name,
                'orders', (select json_build_object('totalCount', count(*), 'nodes', json_agg(json_build_object(
                    'id', order_id::text, 'orderDate', order_date, 'freight', round(freight::numeric, 2)::text,
                    'shipper', (select json_build_object('companyName', company_name) from shippers
                        where shipper_id = ship_via),
                    'details', json_build_object('nodes', (
                        select json_agg(json_build_object('id', order_id || ',' || product_id, 'quantity', quantity,
                            'unitPrice', round(d.unit_price::numeric, 2)::text, 'product', json_build_object(
                                'name', product_name, 'category', json_build_object('name', category_name)))
                            order by product_id)
                        from order_details d join products using (product_id) join categories using (category_id)
                        where d.order_id = o.order_id))) order by order_date, order_id))
                from orders o where o.customer_id = c.customer_id)))
            from customers c where customer_id = 'ALFKI'
            """
        ),
        // Many to many, from both sides, and a filter through it.
        (
            """
            { territories(filter: { employees: { some: { manager: { lastName: { eq: "Buchanan" } } } } }, first: 100) {
              totalCount nodes { id region { name } employees { nodes { lastName } } } } }
            """,
            """
            select json_build_object('territories', json_build_object('totalCount', count(*), 'nodes', json_agg(
                json_build_object('id', territory_id, 'region', json_build_object('name', region_description),
                    'employees', json_build_object('nodes', (
                        select json_agg(json_build_object('lastName', last_name) order by employee_id)
                        from employee_territories e join employees using (employee_id)
                        where e.territory_id = t.territory_id))) order by territory_id collate "C")))
            from territories t join region using (region_id) where exists (
                select from employee_territories et join employees e using (employee_id)
                    join employees m on m.employee_id = e.reports_to
                where et.territory_id = t.territory_id and m.last_name = 'Buchanan')
            """
        ),
        (
            "{ customers(filter: { orders: { none: {} } }) { nodes { id } } }",
            """
            select json_build_object('customers', json_build_object('nodes',
                json_agg(json_build_object('id', customer_id) order by customer_id collate "C")))
            from customers c where not exists (select from orders o where o.customer_id = c.customer_id)
            """
        ),
    ]

    @Test("Rows are made, changed and found under the keys that their makers give them")
    func keys() async throws {
        try await SampleDatabase.northwind.with { server in
            let taken = try await server.send(
                "POST",
                "/api/v1/customers",
                body: #"{"id": "ALFKI", "companyName": "Again"}"#
            )
            #expect(taken.status == 409 && taken.json.code.string == "NOT_UNIQUE", "\(taken.text)")
            let made = try await server.graphQL(
                """
                mutation {
                  createCustomer(input: { id: "PLUMB", companyName: "Plumbline" }) { id }
                  createOrder(input: { id: 20000, customerId: "PLUMB" }) { id customer { companyName } }
                  createOrderDetail(input: { orderId: 20000, productId: 11, unitPrice: "14.00", quantity: 3, discount: 0 }) { id }
                  updateOrderDetail(id: "20000,11", input: { quantity: 4 }) { quantity }
                }
                """
            )
            #expect(made.json.data.createOrder.customer.companyName.string == "Plumbline", "\(made.text)")
            #expect(made.json.data.createOrderDetail.id.string == "20000,11")
            #expect(made.json.data.updateOrderDetail.quantity.integer == 4)
            let kept = try await server.send("DELETE", "/api/v1/orders/20000")
            #expect(kept.status == 409 && kept.json.code.string == "STILL_REFERENCED", "\(kept.text)")
        }
    }
}
