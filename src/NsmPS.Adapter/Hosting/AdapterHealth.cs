using Grpc.HealthCheck;
using static Grpc.Health.V1.HealthCheckResponse.Types;

namespace NsmPS.Adapter.Hosting;

/// <summary>Whether the adapter serves, as grpc.health.v1 and the HTTP probes say it.</summary>
internal sealed class AdapterHealth
{
    private readonly HealthServiceImpl _health;
    private readonly string[] _services;

    public AdapterHealth(HealthServiceImpl health, AdapterSettings settings)
    {
        _health = health;
        _services = [.. new[] { "", AdapterIdentity.ServiceName, settings.AlsoServeAs }.OfType<string>()];
        Set(serving: false);
    }

    public bool Serving { get; private set; }

    public void Set(bool serving)
    {
        Serving = serving;
        foreach (var service in _services)
        {
            _health.SetStatus(service, serving ? ServingStatus.Serving : ServingStatus.NotServing);
        }
    }
}
