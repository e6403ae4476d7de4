using NsmPS.Adapter.Client.Tests.Fakes;

namespace NsmPS.Adapter.Client.Tests;

/// <summary>The server's address as the client takes it.</summary>
internal static class AdapterServerAddress
{
    extension(AdapterServer server)
    {
        public AdapterAddress Address => AdapterAddress.Parse(server.Url.AbsoluteUri);
    }
}
