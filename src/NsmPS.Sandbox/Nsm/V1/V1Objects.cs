using System.Text.Json.Nodes;
using NsmPS.Sandbox.Store;
using NsmPS.Sandbox.Workloads;

namespace NsmPS.Sandbox.Nsm.V1;

/// <summary>What is registered: a pod, for services, under an address, with labels for each service.</summary>
internal sealed record Registration(JsonObject Pod, IReadOnlyList<string> Services, string Url, IReadOnlyDictionary<string, string> Labels);

/// <summary>The registry's objects in the API server.</summary>
internal sealed class V1Objects(IObjectStore store, RegistryState registry)
{
    /// <summary>How long a registration counts unless it is refreshed.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(1);

    /// <summary>Services are read in every namespace.</summary>
    public bool HasService(string service) =>
        store.Find(V1Names.ApiVersion, NsmNames.ServiceKind) is { } kind && store.List(kind).Any(item => item.Name() == service);

    /// <summary>Writes a registration, or refreshes it.</summary>
    /// <returns>False while there is no registry or no definition.</returns>
    public bool TryRegister(Registration registration) => MeshObjects.Try(() =>
    {
        if (registry.Namespace is not { } space || store.Find(V1Names.ApiVersion, NsmNames.EndpointKind) is not { } kind)
        {
            return false;
        }

        var name = registration.Pod.Name();
        if (store.Get(kind, space, name) is null)
        {
            store.Create(kind, new JsonObject
            {
                ["apiVersion"] = V1Names.ApiVersion,
                ["kind"] = NsmNames.EndpointKind,
                ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = space },
                ["spec"] = Spec(registration),
            });
        }
        else
        {
            store.Update(kind, space, name, item =>
            {
                item["spec"] = Spec(registration);
                return item;
            });
        }

        return true;
    });

    /// <summary>Takes a registration back; nothing happens while there is no registry.</summary>
    public void Unregister(string name) => MeshObjects.Try(() =>
    {
        if (registry.Namespace is not { } space || store.Find(V1Names.ApiVersion, NsmNames.EndpointKind) is not { } kind)
        {
            return false;
        }

        store.Delete(kind, space, name);
        return true;
    });

    /// <summary>Deletes registrations whose time is over.</summary>
    public void Expire(string space)
    {
        if (store.Find(V1Names.ApiVersion, NsmNames.EndpointKind) is not { } kind)
        {
            return;
        }

        var now = store.Wall.GetUtcNow().ToUnixTimeSeconds();
        foreach (var item in store.List(kind, space)
            .Where(item => item.Amount("spec", "expiration_time", "seconds") is > 0 and var until && until < now))
        {
            MeshObjects.Try(() =>
            {
                store.Delete(kind, space, item.Name());
                return true;
            });
        }
    }

    private JsonObject Spec(Registration registration)
    {
        var labels = new JsonObject();
        foreach (var service in registration.Services)
        {
            labels[service] = new JsonObject
            {
                ["labels"] = new JsonObject(registration.Labels.Select(label => KeyValuePair.Create(label.Key, (JsonNode?)label.Value)))
            };
        }

        var now = store.Wall.GetUtcNow();
        return new JsonObject
        {
            ["name"] = registration.Pod.Name(),
            ["network_service_names"] = new JsonArray([.. registration.Services.Select(service => (JsonNode)service)]),
            ["network_service_labels"] = labels,
            ["url"] = registration.Url,
            ["expiration_time"] = new JsonObject { ["seconds"] = (now + Lifetime).ToUnixTimeSeconds() },
            ["initial_registration_time"] = new JsonObject { ["seconds"] = now.ToUnixTimeSeconds() },
            ["path_ids"] = new JsonArray($"spiffe://{V1Names.TrustDomain}/ns/{registration.Pod.Space()}/pod/{registration.Pod.Name()}"),
        };
    }
}
