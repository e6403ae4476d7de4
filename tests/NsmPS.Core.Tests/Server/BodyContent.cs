using System.Net;

namespace NsmPS.Core.Tests.Server;

/// <summary>An answer's body that comes piece by piece, or both directions of an upgraded connection.</summary>
/// <param name="stream">What the client reads, and writes to once it is upgraded.</param>
/// <param name="given">Called when the client gives it up.</param>
internal sealed class BodyContent(Stream stream, Action given) : HttpContent
{
    protected override Stream CreateContentReadStream(CancellationToken cancellationToken) => stream;

    protected override Task<Stream> CreateContentReadStreamAsync() => Task.FromResult(stream);

    protected override Task SerializeToStreamAsync(Stream target, TransportContext? context) => stream.CopyToAsync(target);

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            given();
            stream.Dispose();
        }

        base.Dispose(disposing);
    }
}
