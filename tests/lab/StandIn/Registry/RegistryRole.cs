using System.Net;
using NsmPS.Lab.Common;
using NsmPS.Lab.Protocol;

namespace NsmPS.Lab.Registry;

/// <summary>Stands in for nsmd-k8s: keeps the mesh's objects in the API server on the manager's behalf.</summary>
internal static class RegistryRole
{
    public static async Task RunAsync(CancellationToken cancellationToken)
    {
        using KubeApi api = new();
        Objects objects = new(api, new Faults(api), Pod.Env("NODE_NAME"),
            Pod.Env("NSM_NAMESPACE") is { Length: > 0 } space ? space : "default");
        var serving = LineServer.StartAnswering(
            new IPEndPoint(IPAddress.Any, Paths.RegistryPort), (message, token) => AnswerAsync(objects, message, token), cancellationToken);
        await RegisterManagerAsync(objects, cancellationToken);
        await serving;
    }

    private static async Task<Message> AnswerAsync(Objects objects, Message request, CancellationToken cancellationToken)
    {
        switch (request.Method)
        {
            case "node":
                return new Message { Node = objects.Node };
            case "find":
                return new Message
                {
                    Node = objects.Node,
                    Endpoints = await objects.FindAsync(request.Service!, request.Labels ?? [], cancellationToken)
                };
            case "register":
                return new Message { Name = await objects.RegisterAsync(request, cancellationToken) };
            case "remove":
                await objects.RemoveAsync(request.Name!, cancellationToken);
                return new Message();
            default:
                throw new LabException($"unknown method {request.Method}");
        }
    }

    // Written once, at the start, and never refreshed.
    private static async Task RegisterManagerAsync(Objects objects, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await objects.WriteManagerAsync(cancellationToken);
                return;
            }
            catch (LabException e)
            {
                Log.Error($"Failed to register NSM: {e.Message}");
            }

            await Task.Delay(TimeSpan.FromSeconds(1), cancellationToken);
        }
    }
}
