using System.Net.Mime;
using System.Text;
using System.Text.Json.Nodes;
using NsmPS.Adapter.Hosting;

namespace NsmPS.Adapter.Registration;

/// <summary>The body of one registration, for servers of both generations: older ones read <c>host</c>, newer ones <c>connection</c>, and
/// both pass over what they do not know.</summary>
internal static class RegistrationPayload
{
    public static HttpContent Of(ComponentDefinition definition, AdapterSettings settings, int port) =>
        new StringContent(Write(definition, settings, port).ToJsonString(), Encoding.UTF8, MediaTypeNames.Application.Json);

    /// <summary>The body of an import. The names of its members changed with the server's versions too.</summary>
    public static HttpContent Of(ModelPackage package) => new StringContent(new JsonObject
    {
        ["uploadType"] = "file",
        ["register"] = true,
        ["importBody"] = new JsonObject
        {
            ["fileName"] = package.FileName,
            ["modelFile"] = Convert.ToBase64String(package.Content),
            ["file_name"] = package.FileName,
            ["model_file"] = Convert.ToBase64String(package.Content),
        },
    }.ToJsonString(), Encoding.UTF8, MediaTypeNames.Application.Json);

    private static JsonObject Write(ComponentDefinition definition, AdapterSettings settings, int port) => new()
    {
        ["host"] = new JsonObject { ["Hostname"] = settings.ServiceAddress, ["Port"] = port, ["ContextID"] = "", ["Metadata"] = "" },
        ["connection"] = new JsonObject
        {
            ["name"] = AdapterIdentity.LogName,
            ["kind"] = AdapterIdentity.ModelName,
            ["type"] = "platform",
            ["subType"] = AdapterIdentity.Type,
            ["status"] = "registered",
            ["metadata"] = new JsonObject { ["hostname"] = settings.ServiceAddress, ["port"] = port },
        },
        ["entityType"] = "component",
        ["entity"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(definition.Document.ToJsonString())),
    };
}
