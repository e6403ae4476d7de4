using System.Runtime.CompilerServices;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace NsmPS.Adapter.Hosting;

/// <summary>Traces of calls, exported where OTEL_EXPORTER_OTLP_ENDPOINT says. Kept apart so
/// that nothing of OpenTelemetry is even loaded without it.</summary>
internal static class Tracing
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Add(IServiceCollection services) => services.AddOpenTelemetry()
        .ConfigureResource(resource => resource.AddService(AdapterIdentity.LogName, serviceVersion: AdapterIdentity.Version))
        .WithTracing(tracing => tracing.AddAspNetCoreInstrumentation().AddOtlpExporter());
}
