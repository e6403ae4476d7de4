using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace NsmPS.Sandbox.Api.Streams;

/// <summary>A command's streams, whatever carries them.</summary>
internal interface IExecStreams : IAsyncDisposable
{
    /// <summary>What the client sends as the command's input, until it closes that.</summary>
    ChannelReader<string> Input { get; }

    /// <summary>Cancelled when the client is gone.</summary>
    CancellationToken Closed { get; }

    Task WriteOutputAsync(string text);

    Task WriteErrorAsync(string text);

    /// <summary>Tells how the command ended, and closes.</summary>
    Task EndAsync(JsonObject status);
}
