using System.Globalization;
using System.Net.Sockets;
using Grpc.Core;
using NsmPS.Lab.Common;
using NsmPS.Lab.DevicePlugin.Api;
using NsmPS.Lab.Protocol;

namespace NsmPS.Lab.DevicePlugin;

/// <summary>Lists sockets (30 free ones beside those ever used, told again every 30 seconds) and hands out a workspace for each.</summary>
internal sealed class DevicePluginService : Api.DevicePlugin.DevicePluginBase
{
    private const int Free = 30;
    private static readonly TimeSpan s_period = TimeSpan.FromSeconds(30);

    public override Task<DevicePluginOptions> GetDevicePluginOptions(Empty request, ServerCallContext context) =>
        Task.FromResult(new DevicePluginOptions());

    public override Task<Empty> PreStartContainer(PreStartContainerRequest request, ServerCallContext context) =>
        Task.FromResult(new Empty());

    public override async Task ListAndWatch(Empty request, IServerStreamWriter<ListAndWatchResponse> responseStream,
        ServerCallContext context)
    {
        // A fresh manager first tells 30 sockets; those that it remembers follow with the next message.
        SortedSet<int> used = [];
        while (true)
        {
            ListAndWatchResponse response = new();
            for (int id = 1, free = 0; free < Free || used.Max >= id; id++)
            {
                free += used.Contains(id) ? 0 : 1;
                if (used.Contains(id) || free <= Free)
                {
                    response.Devices.Add(new Device
                    {
                        Id = Paths.WorkspacePrefix + id.ToString(CultureInfo.InvariantCulture),
                        Health = "Healthy"
                    });
                }
            }

            Log.Info($"ListAndWatch: {response.Devices.Count} sockets");
            await responseStream.WriteAsync(response, context.CancellationToken);
            await Task.Delay(s_period, context.CancellationToken);
            used.UnionWith(Workspaces());
        }
    }

    public override async Task<AllocateResponse> Allocate(AllocateRequest request, ServerCallContext context)
    {
        AllocateResponse response = new();
        foreach (var container in request.ContainerRequests)
        {
            var workspace = container.DeviceIds[0];
            await OpenAsync(workspace, context.CancellationToken);
            ContainerAllocateResponse answer = new();
            answer.Mounts.Add(new Mount { ContainerPath = Paths.Base, HostPath = Paths.Base + workspace });
            answer.Envs["NSM_DEVICE_PLUGIN"] = "true";
            answer.Envs["NSM_SERVER_SOCKET"] = Paths.Base + Paths.ServerSocketName;
            answer.Envs["NSM_CLIENT_SOCKET"] = Paths.Base + Paths.ClientSocketName;
            answer.Envs["WORKSPACE"] = Paths.Base;
            answer.Envs["INSECURE"] = "true";
            response.ContainerResponses.Add(answer);
            Log.Info($"Allocate: {workspace}");
        }

        return response;
    }

    private static async Task OpenAsync(string workspace, CancellationToken cancellationToken)
    {
        try
        {
            Message request = new() { Method = "workspace", Name = workspace };
            _ = await LineConnection.CallAsync(new UnixDomainSocketEndPoint(Paths.ManagerSocket), request, cancellationToken);
        }
        catch (LabException e)
        {
            throw new RpcException(new Status(StatusCode.Unavailable, $"error talking to nsmd: {e.Message}"));
        }
    }

    private static IEnumerable<int> Workspaces() =>
        Directory.EnumerateDirectories(Paths.Base, Paths.WorkspacePrefix + "*")
            .Select(static path =>
                int.TryParse(Path.GetFileName(path)[Paths.WorkspacePrefix.Length..], CultureInfo.InvariantCulture, out var id) ? id : 0)
            .Where(static id => id > 0);
}
