using System.Collections.Concurrent;
using System.Net.Sockets;
using NsmPS.Lab.Common;
using NsmPS.Lab.Protocol;

namespace NsmPS.Lab.Manager;

/// <summary>One folder with a socket per device that the kubelet handed out; clients and endpoints speak through it.</summary>
internal sealed class Workspaces(Connector connector, EndpointTable endpoints, Faults faults)
{
    private readonly ConcurrentDictionary<string, Task> _open = new();

    /// <summary>Serves the folders that an earlier manager left, so that living endpoints find this one.</summary>
    public void OpenExisting(CancellationToken cancellationToken)
    {
        foreach (var folder in Directory.EnumerateDirectories(Paths.Base, Paths.WorkspacePrefix + "*"))
        {
            Open(Path.GetFileName(folder), cancellationToken);
        }
    }

    public void Open(string name, CancellationToken cancellationToken) => _ = _open.GetOrAdd(name, _ =>
    {
        Directory.CreateDirectory(Paths.Base + name);
        var socket = $"{Paths.Base}{name}/{Paths.ServerSocketName}";
        var serving = LineServer.Start(new UnixDomainSocketEndPoint(socket), (connection, token) => ServeAsync(name, connection, token),
            cancellationToken);
        File.SetUnixFileMode(socket, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return serving;
    });

    private async Task ServeAsync(string workspace, LineConnection connection, CancellationToken cancellationToken)
    {
        string? endpoint = null;
        await LineServer.AnswerAsync(
            connection,
            async (request, token) =>
            {
                switch (request.Method)
                {
                    case "connect":
                        return await ConnectAsync(workspace, request, token);
                    case "register":
                        endpoint = await RegisterAsync(workspace, request, token);
                        return new Message { Name = endpoint };
                    default:
                        throw new LabException($"unknown method {request.Method}");
                }
            },
            cancellationToken);
        if (endpoint is not null)
        {
            await UnregisterAsync(endpoint, cancellationToken);
        }
    }

    private async Task<Message> ConnectAsync(string workspace, Message request, CancellationToken cancellationToken)
    {
        if (await faults.IsOnAsync(Faults.NoWire, cancellationToken))
        {
            Log.Info($"{request.Pod} gets no wire: fault {Faults.NoWire}");
            return new Message();
        }

        Wire wish = new()
        {
            Service = request.Service ?? string.Empty,
            Labels = request.Labels ?? [],
            ClientPod = request.Pod ?? string.Empty,
            ClientNetNs = request.NetNs ?? string.Empty,
            ClientInterface = request.Interface ?? string.Empty,
            ClientWorkspace = workspace,
            ClientRelays = request.Relays == true,
        };
        var wire = await connector.ConnectAsync(wish, cancellationToken);
        return new Message { ClientAddress = wire.ClientAddress, EndpointAddress = wire.EndpointAddress };
    }

    private async Task<string> RegisterAsync(string workspace, Message request, CancellationToken cancellationToken)
    {
        var stored = await RegistryClient.AskAsync(request, cancellationToken);
        endpoints.Add(stored.Name!, new LocalEndpoint(request.Pod!, request.NetNs!, workspace));
        Log.Info($"endpoint {stored.Name} of {request.Pod} registered");
        return stored.Name!;
    }

    // The object must go however long the API server is away.
    private async Task UnregisterAsync(string endpoint, CancellationToken cancellationToken)
    {
        endpoints.Remove(endpoint);
        while (true)
        {
            try
            {
                await RegistryClient.AskAsync(new Message { Method = "remove", Name = endpoint }, cancellationToken);
                Log.Info($"endpoint {endpoint} removed");
                return;
            }
            catch (LabException e)
            {
                Log.Error($"cannot remove {endpoint}: {e.Message}");
            }

            await Task.Delay(TimeSpan.FromSeconds(1), cancellationToken);
        }
    }
}
