using System.Text.Json.Nodes;
using NsmPS.Lab.Common;
using NsmPS.Lab.Protocol;

namespace NsmPS.Lab.V1;

/// <summary>The registry's objects: registrations in its own namespace, services in any.</summary>
internal sealed class RegistrationObjects(KubeApi api, string space)
{
    private const string Root = $"/apis/{V1Names.ApiVersion}/";
    private static readonly TimeSpan s_lifetime = TimeSpan.FromMinutes(1);
    private readonly string _endpoints = $"{Root}namespaces/{space}/networkserviceendpoints";

    /// <summary>Writes a registration, or refreshes it.</summary>
    public async Task RegisterAsync(Message request, CancellationToken cancellationToken)
    {
        var path = $"{_endpoints}/{request.Name}";
        var old = await api.GetAsync(path, cancellationToken);
        JsonObject item = new()
        {
            ["apiVersion"] = V1Names.ApiVersion,
            ["kind"] = "NetworkServiceEndpoint",
            ["metadata"] = old?["metadata"]?.DeepClone() ?? new JsonObject { ["name"] = request.Name, ["namespace"] = space },
            ["spec"] = Spec(request, old?["spec"]?["initial_registration_time"]?.DeepClone()),
        };
        await (old is null ? api.PostAsync(_endpoints, item, cancellationToken) : api.PutAsync(path, item, cancellationToken));
    }

    public Task UnregisterAsync(string name, CancellationToken cancellationToken) =>
        api.DeleteAsync($"{_endpoints}/{name}", cancellationToken);

    /// <summary>The registrations that offer a service now, sorted by name.</summary>
    /// <exception cref="LabException">No namespace has such a service.</exception>
    public async Task<List<EndpointEntry>> FindAsync(string service, CancellationToken cancellationToken)
    {
        var services = await api.ListAsync(Root + "networkservices", cancellationToken);
        if (!services.Any(item => (string?)item["metadata"]?["name"] == service))
        {
            throw new LabException($"network service {service} is not found");
        }

        var endpoints = await api.ListAsync(_endpoints, cancellationToken);
        return
        [
            .. endpoints
                .Where(item => !HasExpired(item)
                    && (item["spec"]?["network_service_names"] as JsonArray ?? []).Any(name => (string?)name == service))
                .Select(static item =>
                    new EndpointEntry((string)item["metadata"]!["name"]!, string.Empty, HostOf((string)item["spec"]!["url"]!)))
                .OrderBy(static entry => entry.Name, StringComparer.Ordinal),
        ];
    }

    /// <summary>Deletes registrations that nobody refreshed.</summary>
    public async Task ExpireAsync(CancellationToken cancellationToken)
    {
        foreach (var item in (await api.ListAsync(_endpoints, cancellationToken)).Where(HasExpired))
        {
            Log.Info($"{item["metadata"]!["name"]} has expired");
            await UnregisterAsync((string)item["metadata"]!["name"]!, cancellationToken);
        }
    }

    // NSM writes IPv4 in brackets too, which no parser of addresses takes: "tcp://[10.244.1.2]:5001".
    private static string HostOf(string url) =>
        url[(url.IndexOf('[', StringComparison.Ordinal) + 1)..url.IndexOf(']', StringComparison.Ordinal)];

    private static bool HasExpired(JsonObject item) =>
        (long?)item["spec"]?["expiration_time"]?["seconds"] < TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();

    private static JsonObject Spec(Message request, JsonNode? since)
    {
        JsonObject labels = new();
        foreach (var service in request.Services ?? [])
        {
            JsonObject own = new();
            foreach ((var key, var value) in request.Labels ?? [])
            {
                own[key] = value;
            }

            labels[service] = new JsonObject { ["labels"] = own };
        }

        var now = TimeProvider.System.GetUtcNow();
        return new JsonObject
        {
            ["name"] = request.Name,
            ["network_service_names"] = new JsonArray([.. (request.Services ?? []).Select(static service => (JsonNode)service)]),
            ["network_service_labels"] = labels,
            ["url"] = request.Url,
            ["expiration_time"] = new JsonObject { ["seconds"] = (now + s_lifetime).ToUnixTimeSeconds() },
            ["initial_registration_time"] = since ?? new JsonObject { ["seconds"] = now.ToUnixTimeSeconds() },
            ["path_ids"] = new JsonArray(request.SpiffeId),
        };
    }
}
