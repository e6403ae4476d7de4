using System.Net;

namespace NsmPS.Adapter.Hosting;

/// <summary>Where the adapter listens, once it does.</summary>
internal sealed class AdapterAddress
{
    private readonly TaskCompletionSource<IPEndPoint> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<IPEndPoint> WhenServingAsync(CancellationToken cancellationToken) => _address.Task.WaitAsync(cancellationToken);

    public void Serving(IPEndPoint address) => _address.TrySetResult(address);
}
