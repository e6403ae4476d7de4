using System.Net;
using NsmPS.Lab.Common;
using NsmPS.Lab.Protocol;
using NsmPS.Lab.Spire;

namespace NsmPS.Lab.V1;

/// <summary>Stands in for cmd-registry-k8s: keeps registrations as objects, and deletes those that expire.</summary>
internal static class RegistryV1Role
{
    private static readonly TimeSpan s_expiry = TimeSpan.FromSeconds(5);

    public static async Task RunAsync(CancellationToken cancellationToken)
    {
        using KubeApi api = new();
        await Identity.WaitAsync(cancellationToken);
        RegistrationObjects objects = new(api, Pod.Env("NSM_NAMESPACE"));
        var serving = LineServer.StartAnswering(
            new IPEndPoint(IPAddress.Any, V1Names.RegistryPort), (message, token) => AnswerAsync(objects, message, token),
            cancellationToken);
        Log.Info("registry: started");
        await await Task.WhenAny(serving, ExpireAsync(objects, cancellationToken));
    }

    private static async Task<Message> AnswerAsync(RegistrationObjects objects, Message request, CancellationToken cancellationToken)
    {
        switch (request.Method)
        {
            case V1Names.Find:
                return new Message { Endpoints = await objects.FindAsync(request.Service!, cancellationToken) };
            case V1Names.Register:
                await objects.RegisterAsync(request, cancellationToken);
                return new Message();
            case V1Names.Unregister:
                await objects.UnregisterAsync(request.Name!, cancellationToken);
                return new Message();
            default:
                throw new LabException($"unknown method {request.Method}");
        }
    }

    private static async Task ExpireAsync(RegistrationObjects objects, CancellationToken cancellationToken)
    {
        while (true)
        {
            await Task.Delay(s_expiry, cancellationToken);
            try
            {
                await objects.ExpireAsync(cancellationToken);
            }
            catch (LabException e)
            {
                Log.Error($"expiry: {e.Message}");
            }
        }
    }
}
