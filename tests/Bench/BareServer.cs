using Grpc.Core;
using Grpc.HealthCheck;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NsmPS.Meshes;

namespace NsmPS.Bench;

/// <summary>The adapter's service with nothing behind it, on the same framework: what the framework itself can do.</summary>
internal static class BareServer
{
    public const string Option = "--bare";

    /// <summary>Serves until its input ends.</summary>
    public static async Task RunAsync(int port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenLocalhost(port, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc();
        builder.Services.AddSingleton<HealthServiceImpl>();
        builder.Services.AddSingleton<BareService>();
        await using var application = builder.Build();
        application.MapGrpcService<BareService>();
        application.MapGrpcService<HealthServiceImpl>();
        application.Services.GetRequiredService<HealthServiceImpl>().SetStatus("",
            Grpc.Health.V1.HealthCheckResponse.Types.ServingStatus.Serving);
        await application.StartAsync();
        await Console.In.ReadToEndAsync();
        await application.StopAsync();
    }

    private sealed class BareService : MeshService.MeshServiceBase
    {
        // As many and as long as the adapter's.
        private const int Operations = 6;

        public override Task<MeshNameResponse> MeshName(MeshNameRequest request, ServerCallContext context) =>
            Task.FromResult(new MeshNameResponse { Name = "NETWORK_SERVICE_MESH" });

        public override Task<SupportedOperationsResponse> SupportedOperations(SupportedOperationsRequest request,
            ServerCallContext context)
        {
            var answer = new SupportedOperationsResponse { Error = "none" };
            for (var i = 0; i < Operations; i++)
            {
                answer.Ops.Add(new SupportedOperation
                {
                    Key = "nsm-icmp-responder-sample-app",
                    Value = "ICMP Responder",
                    Category = OpCategory.SampleApplication
                });
            }

            return Task.FromResult(answer);
        }

        public override Task<ApplyRuleResponse> ApplyOperation(ApplyRuleRequest request, ServerCallContext context) =>
            Task.FromResult(new ApplyRuleResponse { OperationId = request.OperationId });
    }
}
