using System.Globalization;
using System.Text.Json.Nodes;
using NsmPS.Lab.Common;
using NsmPS.Lab.Protocol;

namespace NsmPS.Lab.Registry;

/// <summary>The three kinds of objects, read and written as the real registry does.</summary>
internal sealed class Objects(KubeApi api, Faults faults, string node, string space)
{
    private const string ApiVersion = "networkservicemesh.io/v1alpha1";
    private readonly string _root = $"/apis/{ApiVersion}/namespaces/{space}/";

    public string Node => node;

    public async Task WriteManagerAsync(CancellationToken cancellationToken)
    {
        var host = await faults.IsOnAsync(Faults.StaleUrl, cancellationToken) ? "192.0.2.1" : Pod.Address();
        var now = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        var manager = New("NetworkServiceManager", new JsonObject { ["name"] = node, ["namespace"] = space });
        manager["spec"] = new JsonObject { ["url"] = $"{host}:{Paths.MonitorPort}" };
        manager["status"] = new JsonObject { ["lastseen"] = now, ["state"] = "RUNNING" };
        if (await api.GetAsync($"{_root}networkservicemanagers/{node}", cancellationToken) is { } old)
        {
            manager["metadata"] = old["metadata"]!.DeepClone();
            await api.PutAsync($"{_root}networkservicemanagers/{node}", manager, cancellationToken);
        }
        else
        {
            await api.PostAsync($"{_root}networkservicemanagers", manager, cancellationToken);
        }

        Log.Info($"registered NSM {node} at {host}");
    }

    /// <summary>The endpoints of a service that may serve a client with these labels,
    /// with their managers' addresses, sorted by name.</summary>
    /// <exception cref="LabException">There is no such service.</exception>
    public async Task<List<EndpointEntry>> FindAsync(string service, IReadOnlyDictionary<string, string> labels,
        CancellationToken cancellationToken)
    {
        JsonNode stored = await api.GetAsync($"{_root}networkservices/{Uri.EscapeDataString(service)}", cancellationToken)
            ?? throw new LabException($"no NetworkService with name: {service}");

        var endpoints = await ListAsync($"networkserviceendpoints?labelSelector=networkservicename={Uri.EscapeDataString(service)}",
            cancellationToken);
        var hosts = (await ListAsync("networkservicemanagers", cancellationToken))
            .ToDictionary(static m => (string)m!["metadata"]!["name"]!, static m => ((string)m!["spec"]!["url"]!).Split(':')[0]);
        return
        [
            .. endpoints
                .Where(e => ServiceMatches.Accepts(stored, labels, e!["metadata"]!["labels"]))
                .Select(static e => (Name: (string)e!["metadata"]!["name"]!, Node: (string)e["spec"]!["nsmname"]!))
                .Where(e => hosts.ContainsKey(e.Node))
                .Select(e => new EndpointEntry(e.Name, e.Node, hosts[e.Node]))
                .OrderBy(static e => e.Name, StringComparer.Ordinal),
        ];
    }

    /// <summary>Writes the endpoint's object, and its service's when it is the first; an endpoint that had one keeps it.</summary>
    public async Task<string> RegisterAsync(Message request, CancellationToken cancellationToken)
    {
        var service = request.Service!;
        if (await api.GetAsync($"{_root}networkservices/{service}", cancellationToken) is null)
        {
            var created = New("NetworkService", new JsonObject { ["name"] = service, ["namespace"] = space });
            created["spec"] = new JsonObject { ["matches"] = null, ["payload"] = "IP" };
            created["status"] = new JsonObject();
            await CreateUnlessThereAsync("networkservices", service, created, cancellationToken);
        }

        if (request.Name is { } known && await api.GetAsync($"{_root}networkserviceendpoints/{known}", cancellationToken) is not null)
        {
            return known;
        }

        JsonObject labels = new() { ["networkservicename"] = service };
        foreach ((var key, var value) in request.Labels ?? [])
        {
            labels[key] = value;
        }

        var endpoint = New("NetworkServiceEndpoint",
            new JsonObject { ["generateName"] = service, ["namespace"] = space, ["labels"] = labels });
        endpoint["spec"] = new JsonObject { ["networkservicename"] = service, ["nsmname"] = node, ["payload"] = "IP" };
        endpoint["status"] = new JsonObject { ["state"] = "RUNNING" };
        var stored = await api.PostAsync($"{_root}networkserviceendpoints", endpoint, cancellationToken);
        return (string)stored!["metadata"]!["name"]!;
    }

    public async Task RemoveAsync(string endpoint, CancellationToken cancellationToken) =>
        await api.DeleteAsync($"{_root}networkserviceendpoints/{endpoint}", cancellationToken);

    // Managers of two nodes may both find that the service is missing.
    private async Task CreateUnlessThereAsync(string plural, string name, JsonObject body, CancellationToken cancellationToken)
    {
        try
        {
            await api.PostAsync(_root + plural, body, cancellationToken);
        }
        catch (LabException) when (!cancellationToken.IsCancellationRequested)
        {
            if (await api.GetAsync($"{_root}{plural}/{name}", cancellationToken) is null)
            {
                throw;
            }
        }
    }

    private async Task<JsonArray> ListAsync(string path, CancellationToken cancellationToken) =>
        (await api.GetAsync(_root + path, cancellationToken))?["items"] as JsonArray ?? new JsonArray();

    private static JsonObject New(string kind, JsonObject metadata) =>
        new() { ["apiVersion"] = ApiVersion, ["kind"] = kind, ["metadata"] = metadata };
}
