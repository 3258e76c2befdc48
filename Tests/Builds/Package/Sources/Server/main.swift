import Model
import PlumblineServer

await BackendServer.main(schema: SpecSchema.schema, fingerprint: SpecSchema.fingerprint)
